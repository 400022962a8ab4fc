// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.etcd.Members;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The real client of etcd, outside OSGi. */
public final class JetcdDoor implements AutoCloseable {

    private final Connection connection;
    private final Members members;
    private volatile boolean isConnected;

    public JetcdDoor() {
        connection = new Connection(new Threads(), new Settings(Duration.ofSeconds(5),
                Duration.ofSeconds(5), Duration.ofSeconds(1), 3), "", new Connection.Listener() {
                    @Override
                    public void connected(Connection source) {
                        isConnected = true;
                    }

                    @Override
                    public void disconnected(Connection source) {
                        isConnected = false;
                    }
                });
        members = new JetcdMembers(connection, new Calls(connection));
    }

    public void use(List<String> urls) {
        connection.use(urls.stream().map(URI::create).toList());
    }

    /** True while an endpoint serves. */
    public boolean isConnected() {
        return isConnected;
    }

    public Members members() {
        return members;
    }

    @Override
    public void close() {
        connection.close();
    }
}
