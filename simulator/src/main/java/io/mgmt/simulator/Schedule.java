// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One life of a cluster: hosts start, things go wrong, faults stop, and then the wanted size must be
 * reached. All of it follows from the seed.
 */
final class Schedule {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_HOSTS = 7;
    private static final int MOST_FAULTS = 10;
    /** As L1 says, after the longest back-off. */
    private static final int REACHED_SECONDS = 60;
    private static final int STABLE_SECONDS = 5;
    /** So long nobody helps: what heals by itself is to do so. */
    private static final int ASKED_SECONDS = 20;

    /**
     * What came of it.
     *
     * @param events how many things happened
     * @param seconds how much time passed, simulated
     * @param fingerprint equal for equal runs
     */
    record Result(long seed, Optional<Violation> violation, long events, double seconds, long fingerprint,
            int promotions, int removals, Trace trace) {
    }

    private final long seed;
    private final World world;
    private final Person person;
    private final Optional<String> only;
    private final Map<String, Object> delays;
    private final int wanted;
    /** Hosts that have reached the cluster since the faults stopped. */
    private final Set<Machine> found = new HashSet<>();
    private int longestBackOff;
    private int leavingSeconds;

    private Schedule(long seed, boolean isTraced, Optional<String> only) {
        this.seed = seed;
        this.only = only;
        // Neighbouring seeds are to have nothing in common.
        Dice first = new Dice(Dice.mix(seed + 1));
        int hosts = first.perMille(150) ? first.between(1, 2) : first.between(3, MOST_HOSTS);
        world = new World(first.next(), hosts, isTraced);
        person = new Person(world);
        delays = delays();
        wanted = world.dice.between(1, 5);
        versions();
        world.faults.hosts(new Faults.Hosts() {
            @Override
            public void start(Machine machine) {
                Schedule.this.start(machine);
            }

            @Override
            public Person person() {
                return person;
            }
        });
    }

    /** @param only the faults that may happen, separated by commas; empty: any */
    static Result run(long seed, boolean isTraced, Optional<String> only) {
        return new Schedule(seed, isTraced, only).run();
    }

    private Map<String, Object> delays() {
        Map<String, Object> set = new HashMap<>();
        boolean isQuick = world.dice.perMille(850);
        longestBackOff = isQuick ? 40 : 600;
        leavingSeconds = isQuick ? 30 : 60;
        if (isQuick) {
            set.put("hostSessionSeconds", 4);
            set.put("leadershipSessionSeconds", 2);
            set.put("replacementSeconds", 9);
            set.put("orphanSeconds", 15);
            set.put("memberStartSeconds", 25);
            set.put("noProgressSeconds", 20);
            set.put("backOffSeconds", 10);
            set.put("mostBackOffSeconds", longestBackOff);
            set.put("leavingSeconds", leavingSeconds);
            set.put("tickMillis", 1000);
        }
        return set;
    }

    private void versions() {
        int minor = world.dice.perMille(800) ? 7 : world.dice.between(4, 7);
        boolean isMixed = minor < 7 && world.dice.perMille(500);
        for (Machine machine : world.machines) {
            machine.minor = isMixed && machine.index > 0 && world.dice.perMille(300) ? minor + 1 : minor;
        }
    }

    private void start(Machine machine) {
        if (machine.agent != null && machine.agent.isAlive()) {
            if (machine.agent.isLeaving()) {
                world.scheduler.after(SECOND, () -> start(machine));
            }
            return;
        }
        Map<String, Object> config = new HashMap<>(delays);
        config.put("clientUrls", new String[] {machine.clientUrl});
        config.put("serverUrls", new String[] {machine.peerUrl});
        config.put("idealClusterSize", wanted);
        // Who is told what to do does it: the data without an owner is set aside, and the host joins.
        boolean isToldTo = machine.agent != null
                && machine.agent.end().filter(words -> words.contains("--new-cluster")).isPresent();
        config.put("newCluster", isToldTo);
        // Its new command line names seeds, and does so from then on.
        machine.isFounder &= !isToldTo;
        boolean founds = machine.isFounder && machine.disk.generation() == 0;
        if (!founds) {
            // After its disk was lost the first host has to be told where the others are.
            config.put("seeds", world.machines.stream().filter(other -> other != machine)
                    .filter(other -> other.index == 0 || machine.index == 0 || machine.isToldOfAll)
                    .map(other -> other.clientUrl).toArray(String[]::new));
        }
        machine.agent = new AgentRun(world, machine);
        machine.agent.begin(config);
    }

    private Result run() {
        TraceLoggers.into(world);
        world.trace.add("-", "seed " + seed + ": " + world.machines.size() + " hosts, wanted " + wanted
                + ", etcd " + world.machines.stream().map(Machine::version).toList());
        boolean atOnce = world.dice.perMille(500);
        for (Machine machine : world.machines) {
            world.scheduler.after(atOnce ? world.dice.nanos(0, 50) : world.dice.nanos(0, 10_000),
                    () -> start(machine));
        }
        long faultsUntil = (long) world.dice.between(20, 100) * SECOND;
        begin(faultsUntil);
        world.pass(2 * SECOND);
        findCluster();
        world.pass(faultsUntil - world.scheduler.now());
        stopFaults();
        await();
        return new Result(seed, world.checks.violation(), world.scheduler.happened(),
                world.scheduler.now() / 1e9, world.scheduler.fingerprint(), world.checks.promotions(),
                world.checks.removals(), world.trace);
    }

    /** As soon as there is one, a client of it begins to work. */
    private void findCluster() {
        if (world.clusters().isEmpty()) {
            world.scheduler.after(SECOND, this::findCluster);
        } else {
            person.connect(world.clusters().get(0).id);
            new Workload(world, person).begin();
        }
    }

    private void begin(long until) {
        List<String> names = only.map(some -> List.of(some.split(","))).orElseGet(world.faults::names);
        int faults = names.size() == 1 ? world.dice.between(1, 3) : world.dice.between(0, MOST_FAULTS);
        for (int i = 0; i < faults; i++) {
            String name = world.dice.oneOf(names);
            boolean isEarly = world.dice.perMille(300);
            long at = world.dice.nanosBetween(Duration.ofMillis(isEarly ? 100 : 5000),
                    Duration.ofNanos(isEarly ? Math.min(until, 10 * SECOND) : until));
            long length = world.dice.nanosBetween(Duration.ofMillis(200), Duration.ofSeconds(40));
            world.scheduler.after(at, () -> world.faults.begin(name, length));
        }
    }

    private void stopFaults() {
        world.trace.add("-", "faults stop");
        world.faults.stop();
        for (Machine machine : world.machines) {
            start(machine);
        }
        write();
        // A word from before may be on its way for so long, and would be the last one.
        world.scheduler.after(Faults.LONGEST_LATENESS_MILLIS * 1_000_000 + SECOND, this::write);
    }

    /** The operator's last word. */
    private void write() {
        person.store().ifPresentOrElse(store -> store.commit(Txn.of(
                new Txn.Put(Keys.IDEAL_CLUSTER_SIZE, Integer.toString(wanted), 0)))
                .whenComplete((done, e) -> {
                    if (e != null) {
                        world.scheduler.after(SECOND, this::write);
                    }
                }), () -> world.scheduler.after(SECOND, this::write));
    }

    private void await() {
        long until = world.scheduler.now() + (longestBackOff + REACHED_SECONDS + leavingSeconds) * SECOND;
        int stable = 0;
        long asked = world.scheduler.now() + ASKED_SECONDS * SECOND;
        while (world.checks.violation().isEmpty() && stable < STABLE_SECONDS) {
            world.pass(SECOND);
            world.machines.stream().filter(machine -> machine.agent.isAlive() && machine.agent.isConnected())
                    .forEach(found::add);
            if (world.scheduler.now() >= asked) {
                obey();
            }
            Optional<String> missing = missing();
            stable = missing.isEmpty() ? stable + 1 : 0;
            if (world.scheduler.now() > until && missing.isPresent()) {
                world.checks.notReached(missing.get());
            }
        }
    }

    /**
     * A person does what only a person can, and what the product says has to be done: which member is to be
     * cleared away by hand, and that a host waits for its cluster at seeds where no server runs.
     */
    private void obey() {
        world.checks.toClear().ifPresent(id -> person.members().ifPresent(members -> members.remove(id)));
        for (Machine machine : world.machines) {
            if (isLost(machine)) {
                world.trace.add("-", "somebody tells " + machine.name + " where the others are");
                machine.isToldOfAll = true;
                machine.isFounder = false;
                machine.agent.terminateKeeping();
            }
        }
    }

    /**
     * No host that it has heard of has a vote any more, and since the faults stopped it has reached none: the
     * voters changed while it could hear of it from nobody. Who ever reaches the cluster must not lose it again.
     */
    private boolean isLost(Machine machine) {
        if (machine.isToldOfAll || world.machines.size() == 1 || !machine.agent.isAwake()
                || machine.agent.isLeaving() || found.contains(machine) || world.clusters().isEmpty()) {
            return false;
        }
        Set<String> known = new HashSet<>(Set.of(world.machines.get(0).clientUrl));
        machine.disk.cluster.ifPresent(state -> state.endpoints().forEach(url -> known.add(url.toString())));
        return world.machines.stream().noneMatch(other -> known.contains(other.clientUrl) && votes(other));
    }

    /** Its own data is such that it will serve again, if it does not do so now. */
    private static boolean votes(Machine machine) {
        EtcdData data = machine.disk.data;
        Seat seat = data == null || data.isDamaged ? null : data.cluster.seat(data.memberId);
        return seat != null && !seat.isLearner;
    }

    /** What is not as it should be in the end. */
    private Optional<String> missing() {
        List<String> silent = new ArrayList<>();
        for (Machine machine : world.machines) {
            if (machine.agent == null || !machine.agent.isAlive() || machine.agent.isLeaving()) {
                silent.add(machine.name);
            }
        }
        if (!silent.isEmpty()) {
            silent.forEach(name -> start(world.machines.get(Integer.parseInt(name.substring(1)) - 1)));
            return Optional.of("no agent on " + silent);
        }
        if (world.clusters().isEmpty()) {
            return Optional.of("there is no cluster");
        }
        Cluster cluster = world.clusters().get(0);
        int learners = 0;
        for (Seat seat : cluster.seats()) {
            if (seat.isLearner) {
                learners++;
            } else if (!cluster.counts(seat)) {
                return Optional.of(seat.name + " is a voter and does not serve");
            }
        }
        int target = Math.min(wanted, eligible(cluster));
        return cluster.voters() == target && learners == 0 ? Optional.empty()
                : Optional.of(cluster.voters() + " voters and " + learners + " learners; the target is "
                        + target);
    }

    private int eligible(Cluster cluster) {
        int minor = cluster.minor();
        int eligible = 0;
        for (Machine machine : world.machines) {
            eligible += machine.minor == minor || machine.minor == minor + 1 ? 1 : 0;
        }
        return eligible;
    }
}
