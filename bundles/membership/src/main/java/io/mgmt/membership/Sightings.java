// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ViewedHost.Session;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.identity.Keys;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.store.KeyValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What this agent has seen of the cluster, with how long it has been so by its own monotonic clock.
 * Every host that runs a voter looks all the time, so that a new leader does not count from zero.
 */
final class Sightings {

    /** One member, as last seen; times are those of the clock. */
    private record Sight(boolean answers, Duration since, long index, Duration moved, String version) {
    }

    /** The session of one host. */
    private record Presence(boolean alive, Duration since, boolean again) {
    }

    /** What stands in a key, as text and as what it means. */
    private record Value(String text, Map<String, Object> fields) {
    }

    private final Map<String, Sight> members = new HashMap<>();
    private final Map<String, Presence> sessions = new HashMap<>();
    /** Since when a fact, in words, has been true without a break. */
    private final Map<String, Duration> facts = new HashMap<>();
    private Set<String> mentioned = new HashSet<>();
    /** What was read before: of thousands of values only few change between two looks. */
    private final Map<String, Value> values = new HashMap<>();
    private Duration now = Duration.ZERO;
    private long earlierIndex;
    private long index;

    /** Takes in one look. */
    void see(Gathered look, Duration at) {
        now = at;
        for (Member member : look.members()) {
            see(member.id(), look.answers().get(member.id()));
        }
        members.keySet().removeIf(id -> look.members().stream().noneMatch(member -> member.id().equals(id)));
        Map<String, KeyValue> hosts = look.below(Keys.HOSTS);
        for (Map.Entry<String, KeyValue> host : hosts.entrySet()) {
            see(host.getKey(), host.getValue().leaseId() != 0);
        }
        for (String host : Set.copyOf(sessions.keySet())) {
            if (!hosts.containsKey(host)) {
                see(host, false);
            }
        }
        values.keySet().removeIf(key -> !look.keys().containsKey(key));
        facts.keySet().retainAll(mentioned);
        mentioned = new HashSet<>();
        // Raft's index never goes back; where no leader answers, the last one known holds.
        earlierIndex = index;
        index = Math.max(index, look.raftIndex());
    }

    private void see(String id, Status status) {
        Sight before = members.get(id);
        // One that knows no leader of raft is cut off from the others: its vote does not count.
        boolean answers = status != null && !status.leaderId().isEmpty() && !status.leaderId().equals("0");
        boolean same = before != null && before.answers() == answers;
        Duration since = same ? before.since() : now;
        if (!answers) {
            members.put(id, before == null ? new Sight(false, since, 0, now, "")
                    : new Sight(false, since, before.index(), before.moved(), before.version()));
            return;
        }
        boolean moved = before == null || before.index() != status.appliedIndex();
        members.put(id, new Sight(true, since, status.appliedIndex(), moved ? now : before.moved(),
                status.version()));
    }

    private void see(String host, boolean alive) {
        Presence before = sessions.get(host);
        if (before == null || before.alive() != alive) {
            sessions.put(host, new Presence(alive, now, before != null && alive));
        }
    }

    Reading reading(String memberId) {
        Sight sight = members.get(memberId);
        return sight == null ? new Reading(false, Duration.ZERO, 0, Duration.ZERO, "")
                : new Reading(sight.answers(), now.minus(sight.since()), sight.index(),
                        now.minus(sight.moved()), sight.version());
    }

    /**
     * The session of a host.
     *
     * @param goneFor how long it has been gone by the clocks of people, for one whose session this agent has
     *     never seen; zero if unknown
     */
    Session session(String host, Duration goneFor) {
        Presence presence = sessions.computeIfAbsent(host, unseen -> new Presence(false, now.minus(goneFor), false));
        return new Session(presence.alive(), now.minus(presence.since()), presence.again());
    }

    /** The fields of a value; none if it is no JSON object. Not to be changed. */
    Map<String, Object> fields(KeyValue entry) {
        Value known = values.get(entry.key());
        if (known == null || !known.text().equals(entry.value())) {
            known = new Value(entry.value(), Json.fields(entry.value()));
            values.put(entry.key(), known);
        }
        return known.fields();
    }

    /** How long that has been so: since it was first asked for, at each look without a break. */
    Duration since(String fact) {
        mentioned.add(fact);
        return now.minus(facts.computeIfAbsent(fact, first -> now));
    }

    /** That has been so since then, though no look has shown it yet. */
    void began(String fact, Duration at) {
        mentioned.add(fact);
        facts.putIfAbsent(fact, at);
    }

    /** What raft's leader had written at an earlier look; 0 if there was none. */
    long earlierIndex() {
        return earlierIndex;
    }
}
