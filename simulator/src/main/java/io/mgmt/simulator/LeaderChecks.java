// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.Event;
import io.mgmt.store.Txn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What may be done by the leader alone, and by one leader at a time: a deposed one, which may not know it
 * yet, changes nothing.
 */
final class LeaderChecks {

    /** From the answer to a guarded write, at most one call later, to the membership call that it was for. */
    private static final long ON_ITS_WAY_NANOS = 1_500_000_000L;
    /** So long a record that somebody deleted would have told of a call (OpenCall.LIMBO). */
    private static final long RECORD_NANOS = 20_000_000_000L;
    private static final List<String> OF_THE_LEADER = List.of(Keys.OP, Keys.DECISIONS, Keys.ACCEPTED_SIZE,
            Keys.BANNED, Keys.MEMORY, Keys.NOMINATED);

    private final World world;
    /** The host of each key of the election, the oldest first, by the name of the key. */
    private final Map<String, String> candidates = new HashMap<>();
    private final TreeMap<Long, String> line = new TreeMap<>();
    /** When the last key of a host in the election went. */
    private final Map<String, Long> gone = new HashMap<>();
    /** The last membership call of each host. */
    private final Map<String, MembershipCall> calls = new HashMap<>();
    private long deletedByHand = Long.MIN_VALUE / 2;

    LeaderChecks(World world) {
        this.world = world;
    }

    /** A key of the election came or went. */
    void changed(Event event) {
        String key = event.entry().key();
        if (event.deleted()) {
            String host = candidates.remove(key);
            line.values().removeIf(key::equals);
            if (host != null && !candidates.containsValue(host)) {
                gone.put(host, world.scheduler.now());
            }
        } else {
            for (Machine machine : world.machines) {
                if (event.entry().value().contains("\"" + machine.name + "\"")) {
                    candidates.put(key, machine.name);
                    line.put(event.entry().createRevision(), key);
                }
            }
        }
    }

    /** Somebody deletes keys with etcdctl: what was recorded in them is not known any more. */
    void deletedByHand() {
        deletedByHand = world.scheduler.now();
    }

    /** A transaction took effect. */
    void committed(Caller by, Txn txn) {
        if (!(by instanceof AgentRun run)) {
            return;
        }
        String leader = line.isEmpty() ? "" : candidates.get(line.firstEntry().getValue());
        for (Txn.Write write : txn.writes()) {
            if (OF_THE_LEADER.stream().anyMatch(write.key()::startsWith) && !run.machine.name.equals(leader)) {
                world.checks.broken("S11", run.machine.name + " wrote " + write.key() + ", but "
                        + (leader.isEmpty() ? "nobody" : leader) + " leads");
            }
        }
    }

    /** An agent asks for a change of the members. */
    void asked(AgentRun run, MembershipCall call, Cluster cluster) {
        long now = world.scheduler.now();
        String host = run.machine.name;
        if (!candidates.containsValue(host)
                && now - gone.getOrDefault(host, Long.MIN_VALUE / 2) > ON_ITS_WAY_NANOS) {
            world.checks.broken("S11", host + " asks to " + call.kind + " " + call.target
                    + ", but has not led for a while");
        }
        for (Map.Entry<String, MembershipCall> other : new ArrayList<>(calls.entrySet())) {
            MembershipCall before = other.getValue();
            if (!other.getKey().equals(host) && !before.isSame(call) && before.mayStillHappen(now, cluster)
                    && now - deletedByHand > RECORD_NANOS) {
                world.checks.broken("S3", host + " asks to " + call.kind + " " + call.target + " while what "
                        + other.getKey() + " asked may still happen: " + before.kind + " " + before.target);
            }
        }
        calls.put(host, call);
    }
}
