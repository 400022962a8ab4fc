// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.core.identity.Identity;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Every refusal is one message, and nothing was changed by then. */
public final class PreparationTest {

    private final World world = new World();

    private String refusal(TestConfig config) {
        Life life = world.life(config).start();
        world.pass(Duration.ofSeconds(5));
        assertEquals("nothing was done", List.of(), life.effects);
        assertEquals(1, life.ends.size());
        assertTrue(life.ends.get(0), life.ends.get(0).startsWith("1 "));
        return life.ends.get(0).substring(2);
    }

    @After
    public void nothingWasStarted() {
        assertEquals(List.of(), world.place.spawned());
    }

    @Test
    public void wrongSettingsEndTheAgent() {
        assertTrue(refusal(new TestConfig().with("idealClusterSize", 0))
                .startsWith("--ideal-cluster-size 0"));
    }

    @Test
    public void itsOwnAddressIsNoSeed() {
        assertEquals("--seeds http://127.0.0.1:2379 is the client URL of h1 itself, which has no etcd yet."
                + "\n  Pass the client URL of a host of the cluster; or leave out --seeds to found a cluster."
                + " Nothing was changed.", refusal(new TestConfig().seeds("127.0.0.1:2379")));
    }

    /** Known only once the cluster answers; by then it has no etcd yet. */
    @Test
    public void aUrlOfAnotherMemberEndsTheAgent() {
        Life life = world.life(new TestConfig().seeds("10.0.0.2:2379"));
        life.network().runs("http://10.0.0.2:2379", "cd").memberName("h9");
        life.start();
        world.pass(Duration.ofSeconds(5));
        assertEquals(1, life.ends.size());
        assertTrue(life.ends.get(0), life.ends.get(0).startsWith(
                "1 Cannot be h1 at http://127.0.0.1:2380: the member h9 (aa) has that URL.\n  Pass another"));
    }

    @Test
    public void dataWithoutAnOwnerIsLeftAlone() {
        world.place.plantData("cd", "8e");
        String message = refusal(new TestConfig());
        assertTrue(message, message.contains("no state.json that says which member it belongs to"));
        assertTrue(message, message.contains("docs/OPERATING.md") && message.contains("--new-cluster"));
        assertEquals("cd", world.place.clusterId());
    }

    @Test
    public void aMemberWithoutItsDataIsNotStarted() {
        world.member = Optional.of(new MemberState(Phase.MEMBER, "8e", "t"));
        world.cluster = Optional.of(new ClusterState("cd", List.of(), List.of()));
        String message = refusal(new TestConfig());
        assertTrue(message,
                message.startsWith("h1 is member 8e of cluster cd, but its etcd data is missing"));
    }

    @Test
    public void aClientNeedsACluster() {
        assertTrue(refusal(new TestConfig().noServer()).contains("Pass --seeds URL"));
        assertTrue(refusal(new TestConfig().noServer().newCluster()).contains("Pass --seeds"));
    }

    @Test
    public void whatThePreflightFindsEndsTheAgent() {
        Life life = world.life();
        life.etcd().refuse("h1 cannot start etcd: 127.0.0.1:2380 is taken by process 4242"
                + " (nginx).");
        life.start();
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("1 h1 cannot start etcd: 127.0.0.1:2380 is taken by process 4242"
                + " (nginx)."), life.ends);
        assertEquals(List.of(), life.effects);
    }

    /** A state directory whose files cannot be read. */
    private static HostState damaged() {
        return (HostState) Proxy.newProxyInstance(PreparationTest.class.getClassLoader(),
                new Class<?>[] {HostState.class}, (proxy, method, arguments) -> {
                    throw new IOException("/s/h1/state.json is damaged: it is no JSON object.\n "
                            + " Restore it.");
                });
    }

    private Prepared prepare(TestConfig config) {
        Life life = world.life(config);
        return new Preparation(config.settings(), life, damaged(), new NewClusterWish(),
                new Prepared.Versions("0.1.0", "17")).prepare(Optional.of(life));
    }

    @Test
    public void aDamagedStateFileEndsTheAgent() {
        try {
            prepare(new TestConfig());
            throw new AssertionError("not refused");
        } catch (WrongInputException e) {
            assertEquals("/s/h1/state.json is damaged: it is no JSON object.\n  Restore it.",
                    e.getMessage());
        }
    }

    @Test
    public void newClusterLeavesADamagedStateFileBehind() {
        assertTrue(prepare(new TestConfig().newCluster()).identity() instanceof Identity.Found);
    }

    @Test
    public void thePlanSaysHowTheMemberIsReached() {
        TestConfig config = new TestConfig()
                .with("clientUrls", new String[] {"0.0.0.0:2379"})
                .with("advertiseClientUrls", new String[] {"10.0.0.5:2379"})
                .with("serverUrls", new String[] {"10.0.0.5:2380,127.0.0.1:2380"})
                .with("heartbeatMillis", 20).with("electionMillis", 200);
        Life life = world.life(config);
        Prepared prepared = new Preparation(config.settings(), life, life, new NewClusterWish(),
                new Prepared.Versions("0.1.0", "17")).prepare(Optional.of(life));
        var plan = prepared.plan().orElseThrow();
        assertEquals("h1", plan.name());
        assertEquals("http://0.0.0.0:2379", plan.clientUrls().toString());
        assertEquals("http://10.0.0.5:2379", plan.advertisedClientUrls().toString());
        assertEquals("h1=http://10.0.0.5:2380,h1=http://127.0.0.1:2380", plan.initialCluster());
        assertTrue(plan.founding());
        assertEquals(Duration.ofMillis(20), plan.heartbeat());
        assertEquals(Duration.ofMillis(200), plan.election());
        assertEquals(36, plan.token().length());
    }
}
