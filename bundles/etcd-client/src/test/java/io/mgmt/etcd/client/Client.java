// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.etcd.Members;
import io.mgmt.store.Store;
import io.mgmt.testkit.RealEtcd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A client of etcd outside OSGi, with the registry that it registers its services in. */
final class Client implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(15);

    private final Registry registry = new Registry();
    private final EtcdClient client;

    Client() {
        this(new Settings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1), 3));
    }

    /** For tests that are not about time, on a machine that may be busy. */
    static Client patient() {
        return new Client(new Settings(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(1), 3));
    }

    Client(Settings settings) {
        client = new EtcdClient(registry.context(), settings);
    }

    Client connect(RealEtcd... etcds) {
        return connect("", etcds);
    }

    Client connect(String clusterId, RealEtcd... etcds) {
        connect(Stream.of(etcds).map(RealEtcd::clientUrl).toList(), clusterId);
        return this;
    }

    void connect(List<URI> endpoints, String clusterId) {
        client.connect(endpoints, clusterId);
    }

    Client disconnect() {
        client.connect(List.of(), "");
        return this;
    }

    /** Waits until it is there. */
    Store store() {
        eventually(SOON, "the store is registered", () -> registry.find(Store.class).isPresent());
        return registry.find(Store.class).orElseThrow();
    }

    Members members() {
        store();
        return registry.find(Members.class).orElseThrow();
    }

    boolean isConnected() {
        return registry.find(Store.class).isPresent();
    }

    Registry registry() {
        return registry;
    }

    @Override
    public void close() {
        client.close();
    }
}
