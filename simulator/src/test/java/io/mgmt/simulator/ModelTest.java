// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.StartPlan;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.RefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.Test;

/** The model behaves as etcd was measured to. */
public class ModelTest {

    private final World world = new World(Long.getLong("seed", 1), 5, true);
    private final Person person = new Person(world);

    private void found() {
        world.machines.get(0).agent = new AgentRun(world, world.machines.get(0));
        world.machines.get(0).agent.begin(Map.of("clientUrls", new String[] {"http://10.0.0.1:2379"},
                "serverUrls", new String[] {"http://10.0.0.1:2380"}));
        world.pass(5_000_000_000L);
        person.connect("");
        world.pass(10_000_000_000L);
    }

    private <T> T await(CompletableFuture<T> call) {
        for (int i = 0; i < 100_000 && !call.isDone(); i++) {
            world.pass(10_000_000);
        }
        return call.join();
    }

    private RefusedException.Reason refusal(CompletableFuture<?> call) {
        for (int i = 0; i < 100_000 && !call.isDone(); i++) {
            world.pass(10_000_000);
        }
        try {
            call.join();
            return null;
        } catch (java.util.concurrent.CompletionException e) {
            return ((RefusedException) e.getCause()).reason();
        }
    }

    private StartPlan plan(int machine) {
        Machine host = world.machines.get(machine);
        String list = world.clusters().get(0).seats().stream().map(seat -> "x=" + seat.peerUrls.get(0))
                .collect(Collectors.joining(","));
        Urls client = Urls.parse(host.clientUrl);
        Urls peer = Urls.parse(host.peerUrl);
        return new StartPlan(host.name, client, client, peer, peer, list, false, "t",
                Duration.ofMillis(50), Duration.ofMillis(500));
    }

    private String grow(int machine) {
        Machine host = world.machines.get(machine);
        CompletableFuture<io.mgmt.etcd.Members.Member> add;
        do {
            add = person.members().orElseThrow().addLearner(java.util.List.of(host.peerUrl));
        } while (refusal(add) == RefusedException.Reason.UNHEALTHY);
        String id = add.join().id();
        host.spawn(plan(machine));
        CompletableFuture<Void> promote;
        do {
            promote = person.members().orElseThrow().promote(id);
        } while (refusal(promote) != null);
        return id;
    }

    @Test
    public void aRealLoopFoundsACluster() {
        found();
        assertEquals(1, world.clusters().size());
        assertTrue(person.store().isPresent());
    }

    @Test
    public void threeVotersComeAndGo() {
        found();
        String second = grow(1);
        String third = grow(2);
        assertEquals(3, world.clusters().get(0).voters());
        while (refusal(person.members().orElseThrow().remove(second)) != null) {
            world.pass(250_000_000);
        }
        world.pass(1_000_000_000L);
        assertEquals(Exit.REMOVED, world.machines.get(1).etcd.exit());
        assertEquals(2, world.clusters().get(0).voters());
    }
}
