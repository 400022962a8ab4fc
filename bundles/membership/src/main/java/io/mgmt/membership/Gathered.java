// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster at one look: the keys at one revision, the member list that was the same before and
 * after the members were asked, and what each of them answered.
 *
 * @param revision of the keys
 * @param keys by name
 * @param answers by member id; a member that did not answer is not in it
 */
record Gathered(long revision, SortedMap<String, KeyValue> keys, List<Member> members,
        Map<String, Status> answers) {

    Gathered {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        members = List.copyOf(members);
        answers = Map.copyOf(answers);
    }

    static Gathered of(Snapshot snapshot, List<Member> members, Map<String, Status> answers) {
        TreeMap<String, KeyValue> keys = new TreeMap<>();
        snapshot.entries().forEach(entry -> keys.put(entry.key(), entry));
        return new Gathered(snapshot.revision(), keys, members, answers);
    }

    Optional<KeyValue> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    Optional<String> value(String name) {
        return key(name).map(KeyValue::value);
    }

    /** Those that begin with the prefix, by the rest of their names. */
    SortedMap<String, KeyValue> below(String prefix) {
        SortedMap<String, KeyValue> found = new TreeMap<>();
        for (Map.Entry<String, KeyValue> entry : keys.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.put(entry.getKey().substring(prefix.length()), entry.getValue());
        }
        return found;
    }

    int voters() {
        int voters = 0;
        for (Member member : members) {
            voters += member.learner() ? 0 : 1;
        }
        return voters;
    }

    /** Raft's leader as its members say; empty if none of them knows one. A newer term counts. */
    String raftLeader() {
        String leader = "";
        long term = -1;
        for (Status status : answers.values()) {
            boolean known = !status.leaderId().isEmpty() && !status.leaderId().equals("0");
            if (known && (status.raftTerm() > term
                    || status.raftTerm() == term && status.leaderId().compareTo(leader) < 0)) {
                leader = status.leaderId();
                term = status.raftTerm();
            }
        }
        return leader;
    }

    /** What raft's leader has written, if it answered; else 0. */
    long raftIndex() {
        Status leader = answers.get(raftLeader());
        return leader == null ? 0 : leader.raftIndex();
    }
}
