// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.Members;
import io.mgmt.store.Store;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Somebody with etcdctl at a machine that no fault touches. */
final class Person implements Caller {

    private final World world;
    private final AgentClient client;
    private Optional<Store> store = Optional.empty();
    private Optional<Members> members = Optional.empty();

    Person(World world) {
        this.world = world;
        client = new AgentClient(world, this);
    }

    /** Talks to this cluster over all machines. */
    void connect(String clusterId) {
        List<URI> urls = world.machines.stream().map(machine -> URI.create(machine.clientUrl)).toList();
        client.connect(urls, clusterId);
    }

    Optional<Store> store() {
        return store;
    }

    Optional<Members> members() {
        return members;
    }

    Optional<Connection> connection() {
        return client.connection();
    }

    @Override
    public int index() {
        return world.machines.size();
    }

    @Override
    public String label() {
        return "you";
    }

    @Override
    public void run(Runnable action) {
        action.run();
    }

    @Override
    public <T> T effect(String what, Supplier<T> action) {
        return action.get();
    }

    @Override
    public void services(Optional<Store> nowStore, Optional<Members> nowMembers) {
        store = nowStore;
        members = nowMembers;
    }
}
