// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.core.identity.Keys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Many hosts, and nothing that happens: what they cost etcd only by being there. */
final class Crowd {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int WANTED = 5;
    private static final int STARTED_PER_SECOND = 500;
    /** Until the last host has come, the wanted voters are there and the first sessions are renewed. */
    private static final int SETTLED_SECONDS = 60;
    private static final int MEASURED_SECONDS = 120;

    /**
     * What etcd was asked for, by each host in a minute.
     *
     * @param writes entries of the log of raft: transactions, grants and ends of leases
     * @param renewals of leases; they make no entry
     * @param reads linearizable ones
     */
    record Cost(int hosts, int voters, double writes, double renewals, double reads, Optional<Violation> violation) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d hosts, %d voters; by each host in a minute: %.3f writes,"
                    + " %.2f renewals, %.2f reads%s", hosts, voters, writes, renewals, reads,
                    violation.map(broken -> "; breaks " + broken).orElse(""));
        }
    }

    private Crowd() {
    }

    static Cost of(int hosts, long seed) {
        World world = new World(seed, hosts, false);
        TraceLoggers.into(world);
        for (Machine machine : world.machines) {
            long at = machine.index == 0 ? 0 : SECOND + (long) machine.index * SECOND / STARTED_PER_SECOND;
            world.scheduler.after(at, () -> start(world, machine));
        }
        world.pass((hosts / STARTED_PER_SECOND + SETTLED_SECONDS) * SECOND);
        Cluster cluster = world.clusters().get(0);
        long writes = cluster.commitIndex();
        long renewals = cluster.renewals();
        long reads = cluster.reads();
        world.pass(MEASURED_SECONDS * SECOND);
        double shares = hosts * MEASURED_SECONDS / 60.0;
        return new Cost(cluster.keys.list(Keys.HOSTS).size(), cluster.voters(),
                (cluster.commitIndex() - writes) / shares, (cluster.renewals() - renewals) / shares,
                (cluster.reads() - reads) / shares, world.checks.violation());
    }

    private static void start(World world, Machine machine) {
        Map<String, Object> config = new HashMap<>();
        config.put("clientUrls", new String[] {machine.clientUrl});
        config.put("serverUrls", new String[] {machine.peerUrl});
        config.put("idealClusterSize", WANTED);
        if (machine.index > 0) {
            config.put("seeds", new String[] {world.machines.get(0).clientUrl});
        }
        machine.agent = new AgentRun(world, machine);
        machine.agent.begin(config);
    }
}
