// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.StartPlan;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The model. */
final class ModelSubject implements Subject {

    private static final long STEP = 1_000_000;
    private static final int MOST_STEPS = 60_000;

    private final World world;
    private final Person person;
    private final long founded;

    ModelSubject(long seed) {
        world = new World(seed, HOSTS, false);
        person = new Person(world);
        world.machines.get(0).spawn(plan(0, world.machines.get(0).name + "=" + peerUrl(0), true));
        pass(() -> !world.clusters().isEmpty() && world.machines.get(0).etcd.serves());
        person.connect(world.clusters().get(0).id);
        pass(() -> person.members().isPresent());
        founded = world.scheduler.now();
    }

    private interface Claim {
        boolean holds();
    }

    private void pass(Claim claim) {
        for (int i = 0; i < MOST_STEPS && !claim.holds(); i++) {
            world.pass(STEP);
        }
        if (!claim.holds()) {
            throw new IllegalStateException("the model does not get there");
        }
    }

    private StartPlan plan(int host, String list, boolean founding) {
        Machine machine = world.machines.get(host);
        Urls client = Urls.parse(machine.clientUrl);
        Urls peer = Urls.parse(machine.peerUrl);
        return new StartPlan(machine.name, client, client, peer, peer, list, founding, "token",
                Duration.ofMillis(50), Duration.ofMillis(500));
    }

    private Cluster cluster() {
        return world.clusters().get(0);
    }

    @Override
    public double seconds() {
        return (world.scheduler.now() - founded) / 1e9;
    }

    @Override
    public void until(double seconds) {
        world.pass(Math.max(0, (long) ((seconds - seconds()) * 1e9)));
    }

    @Override
    public Members members() {
        return person.members().orElseThrow();
    }

    @Override
    public String peerUrl(int host) {
        return world.machines.get(host).peerUrl;
    }

    @Override
    public void join(int host) {
        StringBuilder list = new StringBuilder();
        for (Seat seat : cluster().seats()) {
            list.append(list.isEmpty() ? "" : ",").append("x=").append(seat.peerUrls.get(0));
        }
        world.machines.get(host).wipe();
        Etcd etcd = world.machines.get(host).spawn(plan(host, list.toString(), false));
        pass(() -> etcd.serves() || !etcd.isAlive());
    }

    @Override
    public void kill(int host) {
        world.machines.get(host).etcd.kill();
        world.pass(Duration.ofMillis(500).toNanos());
        awaitLeader();
    }

    @Override
    public void awaitGone(int host) {
        Etcd etcd = world.machines.get(host).etcd;
        pass(() -> etcd == null || !etcd.isAlive());
        awaitLeader();
    }

    private void awaitLeader() {
        pass(() -> world.machines.stream().anyMatch(machine -> machine.runsEtcd()
                && machine.etcd.serves()));
        // The client has to find it.
        world.pass(Duration.ofMillis(1500).toNanos());
    }

    @Override
    public void awaitInStep() {
        // The model is told the times at which real members were.
    }

    @Override
    public <T> T await(CompletableFuture<T> call) {
        pass(call::isDone);
        return call.join();
    }

    @Override
    public void close() {
        // Nothing outlives the test.
    }
}
