// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.EtcdConnector;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The client of one agent: has a connection while it has endpoints. */
final class AgentClient implements EtcdConnector {

    private final World world;
    private final Caller caller;
    private Optional<Connection> connection = Optional.empty();

    AgentClient(World world, Caller caller) {
        this.world = world;
        this.caller = caller;
    }

    @Override
    public void connect(List<URI> endpoints, String clusterId) {
        List<String> urls = endpoints.stream().map(URI::toString).distinct().toList();
        caller.effect("connecting", () -> world.scheduler.after(0,
                () -> caller.run(() -> apply(urls, clusterId))));
    }

    private void apply(List<String> urls, String clusterId) {
        boolean stays = !urls.isEmpty() && connection
                .filter(old -> clusterId.isEmpty() || clusterId.equals(old.clusterId())).isPresent();
        if (!stays) {
            connection.ifPresent(old -> {
                old.disconnect();
                old.close();
            });
            connection = Optional.empty();
        }
        if (!urls.isEmpty()) {
            if (!stays) {
                connection = Optional.of(new Connection(world, caller, clusterId));
            }
            connection.get().use(urls);
        }
    }

    Optional<Connection> connection() {
        return connection;
    }

    /** The process is gone: nobody renews its leases, and its watches hear nothing. */
    void close() {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }
}
