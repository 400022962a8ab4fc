// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one method for each thing that can go wrong, side by side.
package io.mgmt.simulator;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes wrong. Each fault has a name, picks its victim by chance, and knows how it ends; none
 * destroys what a majority needs to go on, because from that no cluster comes back by itself.
 */
final class Faults {

    /** Begins a fault. */
    private interface Fault {
        /** @return what ends it; empty if it could not begin, because there was no victim */
        Optional<Runnable> begin();
    }

    static final long LONGEST_LATENESS_MILLIS = 7_000;
    private static final int MOST_EFFECTS = 40;
    private static final int MOST_STEPS = 8;
    /** Well beyond a session of the leader. */
    private static final long LONGEST_STOP_MILLIS = 12_000;
    private static final int LOSSY_PER_MILLE = 150;
    private static final List<String> WRONG_SIZES = List.of("abc", "0", "-3", "70000", "", "3.5");
    private static final Runnable NOTHING = () -> { };

    private final World world;
    private final Map<String, Fault> byName = new LinkedHashMap<>();
    private final List<Runnable> open = new ArrayList<>();
    /** Of a thousand calls so many meet some trouble. */
    private int lossyPerMille;
    private Hosts hosts;

    Faults(World world) {
        this.world = world;
        byName.put("crash-agent", this::crashAgent);
        byName.put("crash-etcd", this::crashEtcd);
        byName.put("crash-host", this::crashHost);
        byName.put("wipe-host", this::wipeHost);
        byName.put("lose-data", this::loseData);
        byName.put("damage-data", this::damageData);
        byName.put("lose-state", this::loseState);
        byName.put("pause-agent", this::pauseAgent);
        byName.put("pause-etcd", this::pauseEtcd);
        byName.put("pause-host", this::pauseHost);
        byName.put("partition", this::partition);
        byName.put("partition-one-way", this::partitionOneWay);
        byName.put("partition-halves", this::partitionHalves);
        byName.put("slow-disk", this::slowDisk);
        byName.put("full-disk", this::fullDisk);
        byName.put("lossy", this::lossy);
        byName.put("clock-jump", this::clockJump);
        byName.put("port-taken", this::portTaken);
        byName.put("die-between", this::dieBetween);
        byName.put("stop-between", this::stopBetween);
        byName.put("delete-keys", this::deleteKeys);
        byName.put("delete-all-keys", this::deleteAllKeys);
        byName.put("resize", this::resize);
        byName.put("wrong-size", this::wrongSize);
        byName.put("leave", this::leave);
        byName.put("leader-leaves", this::leaderLeaves);
        byName.put("all-leave", this::allLeave);
        byName.put("reboot", this::reboot);
        byName.put("restart-all", this::restartAll);
    }

    /** Whoever can start agents. */
    interface Hosts {
        void start(Machine machine);

        Person person();
    }

    void hosts(Hosts now) {
        hosts = now;
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Begins a fault, and ends it after that time; the latest at {@link #stop}. */
    void begin(String name, long nanos) {
        Optional<Runnable> end = byName.get(name).begin();
        if (end.isEmpty()) {
            world.trace.add("-", "fault " + name + " finds no victim");
        } else if (end.get() != NOTHING) {
            Runnable ending = end.get();
            open.add(ending);
            world.scheduler.after(nanos, () -> {
                if (open.remove(ending)) {
                    ending.run();
                }
            });
        }
    }

    /** Ends all of them. */
    void stop() {
        List<Runnable> all = List.copyOf(open);
        open.clear();
        all.forEach(Runnable::run);
        for (Machine machine : world.machines) {
            machine.isPortTaken = false;
        }
    }

    /** Of the next call. */
    Fate fate() {
        if (lossyPerMille == 0 || !world.dice.perMille(lossyPerMille)) {
            return Fate.NORMAL;
        }
        return Fate.values()[1 + world.dice.below(Fate.values().length - 1)];
    }

    long lateness() {
        return world.dice.nanos(100, LONGEST_LATENESS_MILLIS);
    }

    private void say(String what) {
        world.trace.add("-", "fault: " + what);
    }

    private Optional<Machine> any() {
        return Optional.of(world.dice.oneOf(world.machines));
    }

    private Optional<Machine> anyWithAgent() {
        List<Machine> found = new ArrayList<>();
        for (Machine machine : world.machines) {
            if (machine.agent != null && machine.agent.isAwake() && !machine.agent.isLeaving()) {
                found.add(machine);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(world.dice.oneOf(found));
    }

    private Optional<Machine> anyWithEtcd() {
        List<Machine> found = new ArrayList<>();
        for (Machine machine : world.machines) {
            if (machine.runsEtcd()) {
                found.add(machine);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(world.dice.oneOf(found));
    }

    /** The host that holds the oldest key of the election. */
    private Optional<Machine> leader() {
        KeyValue oldest = null;
        for (Cluster cluster : world.clusters()) {
            for (KeyValue entry : cluster.keys.list(Keys.LEADER)) {
                oldest = oldest == null || entry.createRevision() < oldest.createRevision() ? entry
                        : oldest;
            }
        }
        for (Machine machine : world.machines) {
            if (oldest != null && machine.agent != null && machine.agent.isAwake()
                    && oldest.value().contains("\"" + machine.name + "\"")) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }

    /** A machine whose data may go: without it the voters still have a majority with theirs. */
    private Optional<Machine> anyDispensable() {
        List<Machine> found = new ArrayList<>();
        for (Machine machine : world.machines) {
            if (isDispensable(machine)) {
                found.add(machine);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(world.dice.oneOf(found));
    }

    private boolean isDispensable(Machine victim) {
        EtcdData data = victim.disk.data;
        if (data == null) {
            // What founds or joins at this moment may be the only one there is.
            return world.clusters().size() == 1 && victim.disk.founded.isEmpty();
        }
        int intact = 0;
        for (Machine machine : world.machines) {
            EtcdData other = machine.disk.data;
            Seat seat = other == null ? null : data.cluster.seat(other.memberId);
            if (machine != victim && seat != null && !seat.isLearner && seat.data == other
                    && !other.isDamaged && machine.disk.member.isPresent()
                    && other.lastIndex >= data.cluster.commitIndex() - 1) {
                intact++;
            }
        }
        return intact >= data.cluster.quorumSoon();
    }

    private Runnable restart(Machine machine) {
        return () -> hosts.start(machine);
    }

    private Optional<Runnable> crashAgent() {
        return anyWithAgent().map(machine -> {
            say(machine.name + "'s agent is killed");
            machine.agent.kill();
            return restart(machine);
        });
    }

    private Optional<Runnable> crashEtcd() {
        return anyWithEtcd().map(machine -> {
            say(machine.name + "'s etcd is killed");
            machine.etcd.kill();
            return NOTHING;
        });
    }

    private Optional<Runnable> crashHost() {
        return any().map(machine -> {
            say(machine.name + " loses its power");
            machine.powerOff();
            return restart(machine);
        });
    }

    private Optional<Runnable> wipeHost() {
        return anyDispensable().map(machine -> {
            say(machine.name + " loses its disk");
            machine.powerOff();
            machine.wipe();
            return restart(machine);
        });
    }

    /** The directory of etcd alone: the host still knows who it is, but not what it voted for. */
    private Optional<Runnable> loseData() {
        return anyDispensable().filter(machine -> machine.disk.data != null).map(machine -> {
            boolean losesPower = world.dice.perMille(500);
            say(machine.name + "'s etcd loses its data" + (losesPower ? ", and the host its power" : ""));
            if (losesPower) {
                machine.powerOff();
            } else if (machine.runsEtcd()) {
                machine.etcd.kill();
            }
            machine.disk.data.lose(world.scheduler.now());
            machine.disk.data = null;
            return losesPower ? restart(machine) : NOTHING;
        });
    }

    private Optional<Runnable> damageData() {
        return anyDispensable().filter(machine -> machine.disk.data != null).map(machine -> {
            say(machine.name + "'s etcd data is damaged");
            if (machine.runsEtcd()) {
                machine.etcd.kill();
            }
            machine.disk.data.isDamaged = true;
            machine.disk.data.lose(world.scheduler.now());
            return NOTHING;
        });
    }

    private Optional<Runnable> loseState() {
        return anyDispensable().filter(machine -> machine.disk.data != null).map(machine -> {
            say(machine.name + " loses its state.json and is restarted");
            machine.powerOff();
            machine.disk.member = Optional.empty();
            machine.disk.hasLostState = true;
            return restart(machine);
        });
    }

    private Optional<Runnable> pauseAgent() {
        return anyWithAgent().map(machine -> {
            say(machine.name + "'s agent is stopped");
            AgentRun run = machine.agent;
            run.pause();
            return () -> {
                say(machine.name + "'s agent goes on");
                run.resume();
            };
        });
    }

    private Optional<Runnable> pauseEtcd() {
        return anyWithEtcd().map(machine -> {
            say(machine.name + "'s etcd is stopped");
            Etcd etcd = machine.etcd;
            etcd.pause();
            return () -> {
                say(machine.name + "'s etcd goes on");
                etcd.resume();
            };
        });
    }

    private Optional<Runnable> pauseHost() {
        return anyWithAgent().map(machine -> {
            say(machine.name + " is stopped");
            AgentRun run = machine.agent;
            Etcd etcd = machine.runsEtcd() ? machine.etcd : null;
            run.pause();
            if (etcd != null) {
                etcd.pause();
            }
            return () -> {
                say(machine.name + " goes on");
                if (etcd != null) {
                    etcd.resume();
                }
                run.resume();
            };
        });
    }

    private Runnable cut(List<int[]> pairs) {
        pairs.forEach(pair -> world.wires.cut(pair[0], pair[1]));
        world.rewired();
        return () -> {
            say("wires are mended");
            pairs.forEach(pair -> world.wires.heal(pair[0], pair[1]));
            world.rewired();
        };
    }

    private Optional<Runnable> partition() {
        return any().map(machine -> {
            say(machine.name + " is cut off");
            List<int[]> pairs = new ArrayList<>();
            for (int i = 0; i <= world.machines.size(); i++) {
                pairs.add(new int[] {machine.index, i});
                pairs.add(new int[] {i, machine.index});
            }
            return cut(pairs);
        });
    }

    private Optional<Runnable> partitionOneWay() {
        return any().map(machine -> {
            boolean isMute = world.dice.perMille(500);
            say(machine.name + (isMute ? " is not heard any more" : " hears nothing any more"));
            List<int[]> pairs = new ArrayList<>();
            for (int i = 0; i <= world.machines.size(); i++) {
                pairs.add(isMute ? new int[] {machine.index, i} : new int[] {i, machine.index});
            }
            return cut(pairs);
        });
    }

    private Optional<Runnable> partitionHalves() {
        List<Machine> all = world.dice.shuffled(world.machines);
        int first = all.size() / 2;
        List<int[]> pairs = new ArrayList<>();
        for (Machine one : all.subList(0, first)) {
            for (Machine other : all.subList(first, all.size())) {
                pairs.add(new int[] {one.index, other.index});
                pairs.add(new int[] {other.index, one.index});
            }
        }
        say("the network falls into halves: " + all.subList(0, first).stream()
                .map(machine -> machine.name).toList());
        return Optional.of(cut(pairs));
    }

    private Optional<Runnable> slowDisk() {
        return any().map(machine -> {
            say(machine.name + "'s disk is slow");
            machine.isDiskSlow = true;
            machine.entriesPerSync = world.dice.between(1, 50);
            return () -> {
                machine.isDiskSlow = false;
                world.rewired();
            };
        });
    }

    private Optional<Runnable> fullDisk() {
        return any().map(machine -> {
            say(machine.name + "'s disk is full");
            machine.disk.isFull = true;
            return () -> machine.disk.isFull = false;
        });
    }

    private Optional<Runnable> lossy() {
        say("calls and answers get lost or late");
        lossyPerMille = LOSSY_PER_MILLE;
        return Optional.of(() -> lossyPerMille = 0);
    }

    private Optional<Runnable> clockJump() {
        return any().map(machine -> {
            long hours = world.dice.between(-48, 48);
            say(machine.name + "'s wall clock jumps by " + hours + " h");
            machine.clockJumpMillis += hours * 3_600_000;
            return NOTHING;
        });
    }

    private Optional<Runnable> portTaken() {
        return any().map(machine -> {
            say(machine.name + "'s peer port is taken");
            machine.isPortTaken = true;
            return () -> machine.isPortTaken = false;
        });
    }

    private Optional<Runnable> dieBetween() {
        return leader().or(this::anyWithAgent).map(machine -> {
            int effects = world.dice.between(1, MOST_EFFECTS);
            say(machine.name + "'s agent will die at its effect " + effects + " from now");
            machine.agent.dieAt(effects, world.dice.perMille(500));
            return restart(machine);
        });
    }

    /**
     * Between what it has read and what it writes, or what it has written and what it does; and it gets something
     * to do.
     */
    private Optional<Runnable> stopBetween() {
        return leader().map(machine -> {
            int effects = world.dice.between(1, MOST_STEPS);
            say(machine.name + "'s agent, which leads, will be stopped at its effect " + effects + " from now");
            AgentRun run = machine.agent;
            run.stopAt(effects, world.dice.perMille(500), world.dice.nanos(200, LONGEST_STOP_MILLIS));
            resize();
            return () -> {
                say(machine.name + "'s agent goes on, if it was stopped");
                run.resume();
            };
        });
    }

    private Optional<Runnable> deleteKeys() {
        List<String> kinds = List.of("timing", "idealClusterSize", "accepted/", "hosts/", "volunteers/",
                "endpoints/", "nominated/", "started/", "leader/", "op", "banned/", "memory/",
                "decisions/");
        return delete(Keys.ROOT + world.dice.oneOf(kinds));
    }

    private Optional<Runnable> deleteAllKeys() {
        return delete(Keys.ROOT);
    }

    private Optional<Runnable> delete(String prefix) {
        return anyWithEtcd().filter(machine -> machine.etcd.serves()).map(machine -> {
            say("somebody deletes " + prefix);
            machine.etcd.data.cluster.deleteByHand(machine.etcd, prefix);
            return NOTHING;
        });
    }

    private Optional<Runnable> resize() {
        return write(Integer.toString(world.dice.between(1, 9)));
    }

    private Optional<Runnable> wrongSize() {
        return write(world.dice.oneOf(WRONG_SIZES));
    }

    private Optional<Runnable> write(String size) {
        return hosts.person().store().map(store -> {
            say("somebody writes the size \"" + size + "\"");
            store.commit(Txn.of(new Txn.Put(Keys.IDEAL_CLUSTER_SIZE, size, 0)));
            return NOTHING;
        });
    }

    private Optional<Runnable> leave() {
        return anyWithAgent().map(machine -> {
            machine.agent.terminate();
            return restart(machine);
        });
    }

    /** Best while a learner is on its way. */
    private Optional<Runnable> leaderLeaves() {
        return leader().map(machine -> {
            machine.agent.terminate();
            return restart(machine);
        });
    }

    private Optional<Runnable> allLeave() {
        say("all leave");
        for (Machine machine : world.dice.shuffled(world.machines)) {
            world.scheduler.after(world.dice.nanos(0, 3000), () -> {
                if (machine.agent != null) {
                    machine.agent.terminate();
                }
            });
        }
        return Optional.of(() -> world.dice.shuffled(world.machines).forEach(hosts::start));
    }

    private Optional<Runnable> reboot() {
        return anyWithAgent().map(machine -> {
            machine.agent.terminateKeeping();
            return restart(machine);
        });
    }

    private Optional<Runnable> restartAll() {
        say("all lose their power");
        world.machines.forEach(Machine::powerOff);
        return Optional.of(() -> world.dice.shuffled(world.machines).forEach(hosts::start));
    }
}
