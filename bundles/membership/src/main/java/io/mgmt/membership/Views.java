// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Call;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.membership.Forgiveness;
import io.mgmt.etcd.Members.Member;
import io.mgmt.store.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts together what core decides from. Values that cannot be read count as absent. */
final class Views {

    /** Beyond this it makes no difference. */
    private static final Duration LONGEST_GONE = Duration.ofDays(1);

    private final Gathered look;
    private final Sightings sightings;
    private final long epochMillis;
    private final SortedMap<String, KeyValue> hosts;
    private final SortedMap<String, KeyValue> memories;

    /** @param epochMillis now, for people */
    Views(Gathered look, Sightings sightings, long epochMillis) {
        this.epochMillis = epochMillis;
        this.look = look;
        this.sightings = sightings;
        hosts = look.below(Keys.HOSTS);
        memories = look.below(Keys.MEMORY);
    }

    ClusterView view(Lead lead, int size) {
        Map<String, KeyValue> nominated = look.below(Keys.NOMINATED);
        Map<String, KeyValue> started = look.below(Keys.STARTED);
        TreeSet<String> names = new TreeSet<>(hosts.keySet());
        names.addAll(memories.keySet());
        names.addAll(nominated.keySet());
        names.addAll(started.keySet());
        List<ViewedHost> viewed = new ArrayList<>();
        for (String name : names) {
            viewed.add(host(name, binding("nominated", name, nominated.get(name)),
                    binding("started", name, started.get(name))));
        }
        return new ClusterView(new Moment(look.revision(), epochMillis), lead, viewed, members(),
                new Raft(look.raftLeader(), sightings.earlierIndex()), call(),
                new Wanted(size, look.value(Keys.IDEAL_CLUSTER_SIZE), false));
    }

    private List<ViewedMember> members() {
        List<ViewedMember> viewed = new ArrayList<>();
        for (Member member : look.members()) {
            viewed.add(new ViewedMember(member.id(), member.name(), member.peerUrls(),
                    member.clientUrls(), member.learner(), sightings.reading(member.id())));
        }
        return viewed;
    }

    private ViewedHost host(String name, Optional<Binding> nominated, Optional<Binding> started) {
        Map<String, Object> info = fields(hosts.get(name));
        Map<String, Object> memory = fields(memories.get(name));
        boolean leaving = Boolean.TRUE.equals(info.get("leaving"));
        Optional<KeyValue> volunteer = look.key(Keys.VOLUNTEERS + name);
        List<String> peerUrls = volunteer.map(entry -> Arrays.asList(entry.value().split(",")))
                .orElse(Json.texts((info.isEmpty() ? memory : info).get("peerUrls")));
        Standing standing = new Standing(text(info.getOrDefault("zone", memory.get("zone"))),
                labels(info.get("labels")), failures(memory), millis(memory, "lastSeenMillis"),
                look.value(Keys.banned(name)), Boolean.TRUE.equals(memory.get("left")));
        return new ViewedHost(name, text(info.get("hostId")),
                sightings.session(name, goneFor(standing.lastSeenMillis())),
                new Offer(volunteer.isPresent(), peerUrls, Json.texts(info.get("clientUrls")),
                        text(Json.nested(info.get("versions")).get("etcd"))),
                server(text(info.get("etcd")), text(info.get("brokenMember"))),
                leaving ? Optional.of(sightings.since("leaving " + name)) : Optional.empty(),
                standing, nominated, started);
    }

    private Duration goneFor(long lastSeenMillis) {
        long millis = lastSeenMillis == 0 ? 0 : epochMillis - lastSeenMillis;
        return Duration.ofMillis(Math.max(0, Math.min(millis, LONGEST_GONE.toMillis())));
    }

    /** What a host says of a member that is gone by now says nothing of the one that came after it. */
    private Server server(String word, String brokenMember) {
        if (word.equals(Words.of(Server.BROKEN))
                && look.members().stream().noneMatch(member -> member.id().equals(brokenMember))) {
            return Server.NONE;
        }
        for (Server server : Server.values()) {
            if (Words.of(server).equals(word)) {
                return server;
            }
        }
        return Server.NONE;
    }

    private Optional<Binding> binding(String kind, String name, KeyValue entry) {
        Map<String, Object> fields = fields(entry);
        String memberId = text(fields.get("memberId"));
        return memberId.isEmpty() ? Optional.empty()
                : Optional.of(new Binding(text(fields.get("hostId")), memberId,
                        sightings.since(kind + " " + name + " " + memberId)));
    }

    private Optional<Call> call() {
        Map<String, Object> op = fields(look.keys().get(Keys.OP));
        for (Call.Kind kind : Call.Kind.values()) {
            if (Words.of(kind).equals(op.get("kind"))) {
                long written = look.key(Keys.OP).orElseThrow().modRevision();
                return Optional.of(new Call(kind, text(op.get("host")), text(op.get("memberId")),
                        sightings.since(op(written))));
            }
        }
        // The accepted size stands there from the first decision on, when there was one member.
        boolean isLost = look.value(Keys.ACCEPTED_SIZE).isEmpty() && look.members().size() > 1;
        return isLost ? Optional.of(new Call(Call.Kind.UNKNOWN, "", "", sightings.since("records are lost")))
                : Optional.empty();
    }

    /** The fact that a call is open whose record was written at that revision. */
    static String op(long revision) {
        return "op " + revision;
    }

    private Map<String, Object> fields(KeyValue entry) {
        return entry == null ? Map.of() : sightings.fields(entry);
    }

    private static SortedMap<String, String> labels(Object value) {
        SortedMap<String, String> labels = new TreeMap<>();
        Json.nested(value).forEach((name, label) -> labels.put(name, text(label)));
        return labels;
    }

    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }

    static int number(Object value) {
        return value instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }

    /** Those that are not forgiven yet. */
    private int failures(Map<String, Object> memory) {
        return Forgiveness.left(number(memory.get("failures")),
                Duration.ofMillis(epochMillis - millis(memory, "failedMillis")));
    }

    /** 0 if it is not known. */
    static long millis(Map<String, Object> memory, String name) {
        return memory.get(name) instanceof Number millis ? millis.longValue() : 0;
    }
}
