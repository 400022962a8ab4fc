// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All there is: machines, wires between them, the clusters that were founded, and chance. */
final class World {

    final Scheduler scheduler = new Scheduler();
    final Dice dice;
    final Trace trace;
    final Wires wires;
    final Checks checks;
    final Faults faults;
    final List<Machine> machines;
    private final Map<String, Machine> byClientUrl = new HashMap<>();
    private final Map<String, Cluster> clusters = new TreeMap<>();

    /** @param hosts named h1, h2, …; the wires have one more machine, from which people look on */
    World(long seed, int hosts, boolean isTraced) {
        dice = new Dice(seed);
        trace = new Trace(isTraced, scheduler::now);
        wires = new Wires(dice, scheduler::now, 2);
        checks = new Checks(this);
        faults = new Faults(this);
        List<Machine> all = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            all.add(new Machine(this, i, "h" + (i + 1)));
        }
        machines = List.copyOf(all);
        machines.forEach(machine -> byClientUrl.put(machine.clientUrl, machine));
    }

    Cluster cluster(String id) {
        return clusters.get(id);
    }

    List<Cluster> clusters() {
        return List.copyOf(clusters.values());
    }

    Cluster found(String id, long electionNanos) {
        Cluster cluster = new Cluster(this, id, electionNanos);
        clusters.put(id, cluster);
        trace.add("etcd", "cluster " + id + " is founded");
        return cluster;
    }

    /** The process that is to be reached at a client URL; null if there is none. */
    Etcd etcdAt(String url) {
        Machine machine = byClientUrl.get(url);
        return machine != null && machine.runsEtcd() ? machine.etcd : null;
    }

    /** Wires were cut or mended. */
    void rewired() {
        clusters.values().forEach(Cluster::reassess);
    }

    /** Lets time pass; ends early at a violation. */
    void pass(long nanos) {
        long until = scheduler.now() + nanos;
        TraceLoggers.into(this);
        boolean isMoreDue = true;
        while (isMoreDue && checks.violation().isEmpty()) {
            isMoreDue = scheduler.stepUntil(until);
        }
    }
}
