// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.StartPlan;
import java.util.UUID;

/** A host: its disk, its etcd process and its agent, each of which may die alone. */
final class Machine {


    final int index;
    final String name;
    final String peerUrl;
    final String clientUrl;
    final Disk disk = new Disk();
    /** Minor version of its etcd binary. */
    int minor = 7;
    boolean isPortTaken;
    /** It is started without seeds: the first of all, until it is told to join the others. */
    boolean isFounder;
    /** Its seeds are all other hosts, and not the first alone. */
    boolean isToldOfAll;
    boolean isDiskSlow;
    /** How much of the log a slow disk takes at once. */
    int entriesPerSync = 1;
    long clockJumpMillis;
    /** The newest process; null if there never was one. */
    Etcd etcd;
    /** The newest agent; null if there never was one. */
    AgentRun agent;

    private final World world;
    private long pids;

    Machine(World world, int index, String name) {
        this.world = world;
        this.index = index;
        this.name = name;
        String address = "http://10.0." + (index + 1) / 250 + "." + (index + 1) % 250;
        peerUrl = address + ":2380";
        clientUrl = address + ":2379";
        isFounder = index == 0;
        disk.hostId = new UUID(Dice.mix(index + 1), Dice.mix(index + 100));
    }

    String version() {
        return switch (minor) {
            case 4 -> "3.4.23";
            case 5 -> "3.5.30";
            case 6 -> "3.6.16";
            default -> "3.7.2";
        };
    }

    /** Members are changed when a quorum of them is well, and not only when all are. */
    boolean isPatched() {
        return minor > 4;
    }

    /** Its data cannot be used, so that its own endpoint is none. */
    boolean isBroken() {
        return disk.data == null || disk.data.isDamaged;
    }

    boolean runsEtcd() {
        return etcd != null && etcd.isAlive();
    }

    Etcd spawn(StartPlan plan) {
        etcd = new Etcd(world, this, plan, 1000L * (index + 1) + ++pids);
        if (world.trace.isWritten()) {
            world.trace.add(name, "started etcd: pid=" + etcd.pid
                    + (disk.data == null ? plan.founding() ? " founding" : " joining "
                    + plan.initialCluster() : " with the data of " + disk.data.memberId));
        }
        etcd.begin();
        return etcd;
    }

    /** Something about the process changed: the agent may hear of it. */
    void etcdChanged() {
        if (agent != null) {
            agent.server().processChanged();
        }
    }

    /** Until something is safely on the disk. */
    long syncNanos() {
        return isDiskSlow ? world.dice.nanos(100, 800)
                : world.dice.perMille(10) ? world.dice.nanos(5, 9) : world.dice.nanos(0.1, 0.6);
    }

    /** The power goes: what is not on the disk is gone. */
    void powerOff() {
        if (agent != null) {
            agent.kill();
        }
        if (runsEtcd()) {
            etcd.kill();
        }
    }

    /** The disk is replaced by an empty one. */
    void wipe() {
        if (disk.data != null) {
            disk.data.lose(world.scheduler.now());
        }
        disk.wipe();
    }
}
