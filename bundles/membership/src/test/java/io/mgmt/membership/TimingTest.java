// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.etcd.StartPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** All members have raft's times from the cluster, whatever the command line of a later start says. */
public final class TimingTest {

    private static final String KEY = "/_mgmt/timing";
    private static final String SLOW = "{\"heartbeatMillis\":100,\"electionMillis\":1000}";

    private final World world = new World();
    private Life life = settled(new TestConfig());

    private Life settled(TestConfig config) {
        Life begun = world.life(config).start();
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of(), begun.ends);
        return begun;
    }

    /** The machine goes down and comes back. */
    private StartPlan startedAgain(TestConfig config) {
        life.kill();
        world.place.kill();
        life = settled(config);
        return world.place.spawned().get(world.place.spawned().size() - 1);
    }

    private Optional<RaftTiming> stored() {
        return world.cluster.flatMap(ClusterState::timing);
    }

    private static RaftTiming timing(StartPlan plan) {
        return new RaftTiming(plan.heartbeat(), plan.election());
    }

    private static RaftTiming millis(long heartbeat, long election) {
        return new RaftTiming(Duration.ofMillis(heartbeat), Duration.ofMillis(election));
    }

    @Test
    public void theCommandLineOfALaterStartChangesNothing() {
        TestConfig other = new TestConfig().with("heartbeatMillis", 20).with("electionMillis", 200);
        assertEquals(millis(50, 500), timing(startedAgain(other)));
        assertEquals(Optional.of("{\"heartbeatMillis\":50,\"electionMillis\":500}"), world.store().value(KEY));
    }

    @Test
    public void whatAnOperatorWritesHoldsFromTheNextStartOn() {
        world.store().putByHand(KEY, SLOW);
        world.pass(Duration.ofMinutes(1));
        assertEquals("etcd is not disturbed", 1, world.place.spawned().size());
        assertEquals(millis(100, 1_000), timing(startedAgain(new TestConfig())));
        assertEquals(2, world.place.spawned().size());
    }

    /** etcd would not start with any of these, and no host would come back. */
    @Test
    public void whatEtcdWouldRefuseIsNotTaken() {
        for (String wrong : List.of("", "abc", "{}", "{\"heartbeatMillis\":100,\"electionMillis\":499}",
                "{\"heartbeatMillis\":0,\"electionMillis\":500}", "{\"heartbeatMillis\":50,\"electionMillis\":50001}",
                "{\"heartbeatMillis\":\"50\",\"electionMillis\":500}")) {
            world.store().putByHand(KEY, wrong);
            world.pass(Duration.ofSeconds(5));
            assertEquals(wrong, Optional.of(millis(50, 500)), stored());
            assertEquals(wrong, millis(50, 500), timing(startedAgain(new TestConfig())));
        }
    }

    @Test
    public void aDeletedKeyIsWrittenAgainAsItWas() {
        world.store().putByHand(KEY, SLOW);
        world.pass(Duration.ofSeconds(5));
        startedAgain(new TestConfig());
        world.store().deleteByHand(KEY);
        world.pass(Duration.ofSeconds(5));
        assertEquals(Optional.of(SLOW), world.store().value(KEY));
    }

    @Test
    public void aNewClusterHasItsOwn() {
        world.store().putByHand(KEY, SLOW);
        world.pass(Duration.ofSeconds(5));
        assertEquals(Optional.of(millis(100, 1_000)), stored());
        assertEquals(millis(50, 500), timing(startedAgain(new TestConfig().newCluster())));
    }
}
