// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Offer;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Session;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Sets the scene for a test of a policy: builds the {@link ClusterView} of a cluster of which the test
 * says only what matters to it; all else is as on a good day. Hosts are known by name; one that is
 * named for the first time is a volunteer that is here and no member.
 *
 * <pre>{@code
 * ClusterView view = ClusterScene.cluster().voters("h1", "h2").volunteers("h3").zone("a", "h1", "h3").dead("h2", 30)
 *         .view();
 * }</pre>
 */
public final class ClusterScene {

    private static final long INDEX = 100;

    /** One host while the scene is set; its member too, if it is one. */
    private static final class Actor {
        private final SortedMap<String, String> labels = new TreeMap<>();
        private boolean host = true;
        private boolean member;
        private boolean learner;
        private boolean started;
        private boolean recorded = true;
        private boolean session = true;
        private boolean answers;
        private boolean volunteer = true;
        private boolean forgotten;
        private Server server = Server.NONE;
        private Duration sessionSince = Duration.ofHours(1);
        private Duration since = Duration.ofHours(1);
        private Optional<Duration> leaving = Optional.empty();
        private Optional<String> banned = Optional.empty();
        private String zone = "";
        private int failures;
    }

    private final Map<String, Actor> actors = new TreeMap<>();
    private long timeMillis;
    private int wanted = 3;

    private ClusterScene() {
    }

    /** Nobody yet; an operator wants 3 voters. */
    public static ClusterScene cluster() {
        return new ClusterScene();
    }

    private ClusterScene set(Consumer<Actor> change, String... names) {
        for (String name : names) {
            change.accept(actors.computeIfAbsent(name, key -> new Actor()));
        }
        return this;
    }

    /** Members with a vote, which serve. */
    public ClusterScene voters(String... names) {
        return set(actor -> {
            actor.member = true;
            actor.started = true;
            actor.answers = true;
            actor.server = Server.SERVING;
        }, names);
    }

    /** Members without a vote, which serve. */
    public ClusterScene learners(String... names) {
        return voters(names).set(actor -> actor.learner = true, names);
    }

    /** Members that were added and have not run yet: neither their name nor an answer is known. */
    public ClusterScene added(String... names) {
        return set(actor -> {
            actor.member = true;
            actor.learner = true;
        }, names);
    }

    /** Hosts that are willing to run an etcd server; what they are besides stays as it is. */
    public ClusterScene volunteers(String... names) {
        return set(actor -> actor.volunteer = true, names);
    }

    /** Hosts that run no etcd server ({@code --no-server}). */
    public ClusterScene clients(String... names) {
        return set(actor -> actor.volunteer = false, names);
    }

    /** Voters that were added by hand: no agent is known for them. */
    public ClusterScene byHand(String... names) {
        return voters(names).set(actor -> actor.host = false, names);
    }

    /** Members whose keys are gone: only their name and their URL tell whose they are. */
    public ClusterScene unrecorded(String... names) {
        return set(actor -> actor.recorded = false, names);
    }

    /** Its etcd serves on, and its agent is gone for so long. */
    public ClusterScene orphan(String name, long seconds) {
        return set(actor -> {
            actor.session = false;
            actor.sessionSince = Duration.ofSeconds(seconds);
        }, name);
    }

    /** Neither its etcd nor its agent has been heard of for so long. */
    public ClusterScene dead(String name, long seconds) {
        return orphan(name, seconds).silent(name, seconds, Server.NONE);
    }

    /** Its agent says that its etcd has not served for so long. */
    public ClusterScene down(String name, long seconds) {
        return silent(name, seconds, Server.SILENT);
    }

    /** Its agent says that the data of its etcd is gone. */
    public ClusterScene broken(String name) {
        return silent(name, 1, Server.BROKEN);
    }

    private ClusterScene silent(String name, long seconds, Server server) {
        return set(actor -> {
            actor.answers = false;
            actor.since = Duration.ofSeconds(seconds);
            actor.server = server;
        }, name);
    }

    /** It has withdrawn so long ago. */
    public ClusterScene leaving(String name, long seconds) {
        return set(actor -> {
            actor.leaving = Optional.of(Duration.ofSeconds(seconds));
            actor.volunteer = false;
        }, name);
    }

    /** They failed, and are not to be chosen at present. */
    public ClusterScene banned(String... names) {
        return set(actor -> actor.banned = Optional.of("it did not start in time"), names);
    }

    /** They ended in order, or an operator named them: their absence is no outage. */
    public ClusterScene forgotten(String... names) {
        return set(actor -> actor.forgotten = true, names);
    }

    /** How often it failed as a member, as far as that is not forgiven. */
    public ClusterScene failed(String name, int failures) {
        return set(actor -> actor.failures = failures, name);
    }

    /** Where they stand. */
    public ClusterScene zone(String zone, String... names) {
        return set(actor -> actor.zone = zone, names);
    }

    /** What their owner says of them. */
    public ClusterScene label(String key, String value, String... names) {
        return set(actor -> actor.labels.put(key, value), names);
    }

    /** When all this is so. */
    public ClusterScene at(Instant time) {
        timeMillis = time.toEpochMilli();
        return this;
    }

    /** How many voters an operator wants. */
    public ClusterScene wanted(int voters) {
        wanted = voters;
        return this;
    }

    /** What the leader sees; raft's leader is the first voter that answers. */
    public ClusterView view() {
        List<ViewedHost> hosts = new ArrayList<>();
        List<ViewedMember> members = new ArrayList<>();
        String leader = "";
        for (Map.Entry<String, Actor> entry : actors.entrySet()) {
            Actor actor = entry.getValue();
            if (actor.host) {
                hosts.add(host(entry.getKey(), actor));
            }
            if (actor.member) {
                members.add(member(entry.getKey(), actor));
                leader = leader.isEmpty() && !actor.learner && actor.answers ? entry.getKey() : leader;
            }
        }
        return new ClusterView(new Moment(4711, timeMillis), new Lead(leader, false), hosts, members,
                new Raft(leader.isEmpty() ? "" : memberId(leader), INDEX), Optional.empty(),
                new Wanted(wanted, Optional.of(Integer.toString(wanted)), false));
    }

    private static ViewedHost host(String name, Actor actor) {
        Optional<Binding> binding = actor.member && actor.recorded
                ? Optional.of(new Binding(hostId(name), memberId(name), Duration.ofMinutes(1))) : Optional.empty();
        return new ViewedHost(name, hostId(name), new Session(actor.session, actor.sessionSince, false),
                new Offer(actor.volunteer && actor.session, urls(name, actor), List.of(), "3.6.16"), actor.server,
                actor.leaving, new Standing(actor.zone, actor.labels, actor.failures, 0, actor.banned,
                        actor.forgotten),
                binding, actor.started ? binding : Optional.empty());
    }

    private static ViewedMember member(String name, Actor actor) {
        return new ViewedMember(memberId(name), actor.started ? name : "", List.of(url(name)), List.of(), actor.learner,
                new Reading(actor.answers, actor.since, actor.started ? INDEX : 0, Duration.ZERO,
                        actor.started ? "3.6.16" : ""));
    }

    /** A client has no peer URL, also while it is a member still. */
    private static List<String> urls(String name, Actor actor) {
        return actor.volunteer || actor.leaving.isPresent() ? List.of(url(name)) : List.of();
    }

    private static String url(String name) {
        return "http://" + name + ":2380";
    }

    private static String hostId(String name) {
        return "id-" + name;
    }

    private static String memberId(String name) {
        return "m-" + name;
    }
}
