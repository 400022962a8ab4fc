// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.ResponseHeader;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of one cluster: which of them serve, and which is to be asked. The first in the order
 * they were given in that serves is asked, so that a host asks its own etcd; one that is late with an
 * answer only if no other serves. All state lives on the loop.
 */
final class Connection implements Endpoint.Owner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final long CLOSE_MILLIS = 200;

    /** Is told when the cluster can be used and when not any more; called on the loop. */
    interface Listener {
        void connected(Connection source);

        void disconnected(Connection source);
    }

    /** A call that waits for an endpoint. */
    private record Waiter(Consumer<Optional<Endpoint>> told, ScheduledFuture<?> deadline) {
    }

    private final Threads threads;
    private final Settings settings;
    private final Listener listener;
    /** Calls that wait for an endpoint, each until its time is over. */
    private final List<Waiter> waiters = new ArrayList<>();
    /** Watches that wait for an endpoint, for as long as it takes. */
    private final List<Consumer<Endpoint>> patient = new ArrayList<>();
    /** Endpoints of other clusters, which were complained about. */
    private final Map<URI, String> foreign = new HashMap<>();
    private final List<Runnable> closers = new ArrayList<>();

    private List<Endpoint> endpoints = List.of();
    /** Hex; empty until the first endpoint answers. Also read by other threads. */
    private volatile String clusterId;
    private boolean connected;
    private boolean closed;

    /** @param clusterId the only one to talk to, hex; empty: that of whoever answers first */
    Connection(Threads threads, Settings settings, String clusterId, Listener listener) {
        this.threads = threads;
        this.settings = settings;
        this.clusterId = clusterId;
        this.listener = listener;
    }

    String clusterId() {
        return clusterId;
    }

    Threads threads() {
        return threads;
    }

    Settings settings() {
        return settings;
    }

    /** Replaces the endpoints; those that stay are not touched. */
    void use(List<URI> urls) {
        threads.confined(() -> {
            if (closed) {
                return;
            }
            Map<URI, Endpoint> old = new LinkedHashMap<>();
            endpoints.forEach(endpoint -> old.put(endpoint.url(), endpoint));
            List<Endpoint> fresh = new ArrayList<>();
            List<Endpoint> now = new ArrayList<>();
            for (URI url : urls) {
                Endpoint endpoint = old.remove(url);
                if (endpoint == null) {
                    endpoint = new Endpoint(url, threads, settings, this);
                    fresh.add(endpoint);
                }
                now.add(endpoint);
            }
            endpoints = List.copyOf(now);
            fresh.forEach(Endpoint::open);
            old.values().forEach(Endpoint::close);
        });
    }

    /**
     * Calls back on the loop: with an endpoint that serves, now or as soon as there is one, or with none
     * when the time is over or the connection is lost.
     *
     * @param avoid had trouble: taken only when it proves anew that it serves
     */
    void next(Optional<Endpoint> avoid, long withinMillis, Consumer<Optional<Endpoint>> told) {
        Optional<Endpoint> found = find(avoid);
        if (found.isPresent() || closed || !connected || withinMillis <= 0) {
            told.accept(found);
            return;
        }
        AtomicReference<Waiter> self = new AtomicReference<>();
        self.set(new Waiter(told, threads.loop().schedule(() -> {
            waiters.remove(self.get());
            told.accept(Optional.empty());
        }, withinMillis, TimeUnit.MILLISECONDS)));
        waiters.add(self.get());
    }

    /** Like {@link #next}, but waits for as long as the connection is open. */
    void nextForever(Optional<Endpoint> avoid, Consumer<Endpoint> told) {
        find(avoid).ifPresentOrElse(told, () -> patient.add(told));
    }

    /** Ends {@link #nextForever}. */
    void stopWaiting(Consumer<Endpoint> told) {
        patient.remove(told);
    }

    private Optional<Endpoint> find(Optional<Endpoint> avoid) {
        avoid.filter(Endpoint::serves).ifPresent(Endpoint::suspect);
        Optional<Endpoint> late = Optional.empty();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.serves() && !(avoid.isPresent() && avoid.get() == endpoint)) {
                if (!endpoint.isLate()) {
                    return Optional.of(endpoint);
                }
                late = late.or(() -> Optional.of(endpoint));
            }
        }
        return late;
    }

    /** Uses an endpoint by its URL: one of ours, or else one that is made for this and closed again. */
    <T> CompletableFuture<T> with(URI url, Function<Endpoint, CompletableFuture<T>> use) {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean running = threads.confined(() -> {
            Optional<Endpoint> known = endpoints.stream().filter(each -> each.url().equals(url)).findFirst();
            Endpoint endpoint = known.orElseGet(() -> new Endpoint(url, threads, settings, this));
            use.apply(endpoint).whenComplete((value, thrown) -> {
                if (known.isEmpty()) {
                    endpoint.close();
                }
                if (thrown != null) {
                    result.completeExceptionally(thrown);
                } else {
                    result.complete(value);
                }
            });
        });
        if (!running) {
            result.completeExceptionally(
                    Failures.notSent("the question to " + url, "the connection is closed"));
        }
        return result;
    }

    /** True if more than this endpoint serves, and in time. */
    boolean hasOtherThan(Endpoint endpoint) {
        return endpoints.stream().anyMatch(other -> other != endpoint && other.serves() && !other.isLate());
    }

    /** Why no endpoint serves, in words. */
    String problem() {
        if (endpoints.isEmpty()) {
            return "there is no endpoint of cluster " + (clusterId.isEmpty() ? "etcd" : clusterId);
        }
        return "no endpoint of etcd answers: " + endpoints.stream()
                .map(endpoint -> endpoint + " (" + endpoint.problem() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Is called when the connection is closed, so that nobody waits for it any longer. */
    void onClose(Runnable closer) {
        closers.add(closer);
    }

    void forget(Runnable closer) {
        closers.remove(closer);
    }

    /**
     * Compares the cluster of an answer with ours, and drops an endpoint of another one.
     *
     * @return true if it is ours
     */
    boolean isOurs(Endpoint endpoint, ResponseHeader header) {
        String id = Wire.hex(header.getClusterId());
        if (clusterId.isEmpty()) {
            clusterId = id;
        }
        if (id.equals(clusterId)) {
            return true;
        }
        if (!id.equals(foreign.put(endpoint.url(), id))) {
            LOG.error("etcd dropped endpoint {}: cluster={} wanted={}; take it out of the"
                    + " endpoints, or let this host join that cluster (mgmt run --new-cluster)",
                    endpoint, id, clusterId);
        }
        endpoints = endpoints.stream().filter(other -> other != endpoint).toList();
        endpoint.close();
        loseIfLost();
        return false;
    }

    @Override
    public boolean answered(Endpoint endpoint, ResponseHeader header) {
        return isOurs(endpoint, header);
    }

    @Override
    public void serves(Endpoint endpoint) {
        if (!connected) {
            connected = true;
            LOG.info("etcd connected: cluster={} endpoint={}", clusterId, endpoint);
            listener.connected(this);
        }
        tellWaiters(Optional.of(endpoint));
        List<Consumer<Endpoint>> all = List.copyOf(patient);
        patient.clear();
        all.forEach(told -> told.accept(endpoint));
    }

    @Override
    public void silent(Endpoint endpoint) {
        LOG.debug("etcd silent: endpoint={} failures={} problem=\"{}\"", endpoint, endpoint.failures(),
                endpoint.problem());
        loseIfLost();
    }

    private void loseIfLost() {
        boolean lost = endpoints.stream()
                .allMatch(each -> !each.serves() && each.failures() >= settings.probesUntilLost());
        if (connected && lost) {
            connected = false;
            LOG.warn("etcd lost: cluster={} reason=\"{}\"", clusterId, problem());
            listener.disconnected(this);
            tellWaiters(Optional.empty());
        }
    }

    private void tellWaiters(Optional<Endpoint> found) {
        List<Waiter> all = List.copyOf(waiters);
        waiters.clear();
        for (Waiter waiter : all) {
            waiter.deadline().cancel(false);
            waiter.told().accept(found);
        }
    }

    /** Ends everything: calls fail, watches are silent, leases are not kept any longer. */
    @Override
    public void close() {
        CompletableFuture<List<Endpoint>> open = new CompletableFuture<>();
        threads.confined(() -> {
            closed = true;
            connected = false;
            tellWaiters(Optional.empty());
            patient.clear();
            List.copyOf(closers).forEach(Runnable::run);
            endpoints.forEach(Endpoint::closeNow);
            open.complete(endpoints);
            endpoints = List.of();
        });
        open.orTimeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).exceptionally(late -> List.of()).join()
                .forEach(endpoint -> endpoint.awaitEnd(CLOSE_MILLIS));
        threads.close();
    }
}
