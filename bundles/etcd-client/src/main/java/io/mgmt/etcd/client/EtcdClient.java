// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.etcd.EtcdConnector;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Finds the cluster behind the endpoints it is given, and registers what it can be used by while it can.
 *
 * <p>What belongs to gRPC is loaded when the first endpoint is given, and not on the thread that gives it.
 */
@Component(service = EtcdConnector.class, configurationPid = "io.mgmt.etcd.client")
@Designate(ocd = EtcdClientConfig.class)
public final class EtcdClient implements EtcdConnector {

    private final Settings settings;
    private final Services services;
    /** One thread for all that may take its time: loading gRPC, and the consumers of our services. */
    private final ExecutorService control = Threads.pool("etcd-client-control", 1);
    private Optional<Connection> connection = Optional.empty();
    private boolean closed;

    @Activate
    public EtcdClient(BundleContext context, EtcdClientConfig config) {
        this(context, Settings.of(config));
    }

    EtcdClient(BundleContext context, Settings settings) {
        this.settings = settings;
        this.services = new Services(context);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Another cluster id than that of the connection ends it, with its watches and leases. With an
     * empty one, what is connected already stays with its cluster, until it is disconnected.
     *
     * @throws IllegalArgumentException for a URL that is not one of etcd, or an id that is not hex
     */
    @Override
    public synchronized void connect(List<URI> endpoints, String clusterId) {
        List<URI> urls = List.copyOf(new LinkedHashSet<>(endpoints));
        urls.forEach(EtcdUrl::check);
        if (!clusterId.matches("[0-9a-f]{0,16}")) {
            throw new IllegalArgumentException("\"" + clusterId + "\" is not the id of a cluster in hex");
        }
        if (closed) {
            // Whoever still holds the service of a bundle that has just stopped has nothing to mend.
            return;
        }
        control.execute(() -> apply(urls, clusterId));
    }

    private void apply(List<URI> urls, String clusterId) {
        if (isClosed()) {
            return;
        }
        Optional<Connection> old = current();
        boolean stays = !urls.isEmpty()
                && old.filter(each -> clusterId.isEmpty() || clusterId.equals(each.clusterId())).isPresent();
        if (!stays) {
            services.unregister();
            old.ifPresent(Connection::close);
            replace(Optional.empty());
        }
        if (!urls.isEmpty()) {
            (stays ? old : open(clusterId)).ifPresent(open -> open.use(urls));
        }
    }

    private Optional<Connection> open(String clusterId) {
        Connection fresh = new Connection(new Threads(), settings, clusterId, new Registrar());
        if (!replace(Optional.of(fresh))) {
            fresh.close();
            return Optional.empty();
        }
        return Optional.of(fresh);
    }

    private synchronized Optional<Connection> current() {
        return connection;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean replace(Optional<Connection> now) {
        if (!closed) {
            connection = now;
        }
        return !closed;
    }

    /** Unregisters what was registered, and ends every thread within a second. */
    @Deactivate
    public void close() {
        Optional<Connection> last;
        synchronized (this) {
            closed = true;
            last = connection;
            connection = Optional.empty();
        }
        services.close();
        last.ifPresent(Connection::close);
        control.shutdown();
    }

    /** Passes the news to the thread that may take its time; the services of a connection stay the same. */
    private final class Registrar implements Connection.Listener {

        private Optional<JetcdStore> store = Optional.empty();
        private Optional<JetcdMembers> members = Optional.empty();

        @Override
        public void connected(Connection source) {
            if (store.isEmpty()) {
                Calls calls = new Calls(source);
                store = Optional.of(new JetcdStore(source, calls, source.clusterId()));
                members = Optional.of(new JetcdMembers(source, calls));
            }
            later(source, () -> services.register(store.get(), members.get(), source.clusterId()));
        }

        @Override
        public void disconnected(Connection source) {
            later(source, services::unregister);
        }

        private void later(Connection source, Runnable action) {
            synchronized (EtcdClient.this) {
                if (!closed) {
                    control.execute(() -> {
                        if (current().filter(each -> each == source).isPresent()) {
                            action.run();
                        }
                    });
                }
            }
        }
    }
}
