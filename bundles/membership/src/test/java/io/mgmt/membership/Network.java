// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.RefusedException;
import io.mgmt.store.Commit;
import io.mgmt.store.Lease;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import io.mgmt.testkit.FakeStore;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The client of one agent: offers {@link Store} and {@link Members} while an endpoint of the right
 * cluster serves, and looks every few milliseconds, as the real one probes.
 */
final class Network {

    static final String OWN = "http://127.0.0.1:2379";
    private static final Duration PROBE = Duration.ofMillis(10);

    private final World world;
    private final Life life;
    /** Clusters that others run: client URL to cluster id. */
    private final Map<String, String> others = new HashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private final Timers.Timer probes;
    private Optional<HostLoop> loop = Optional.empty();
    List<URI> endpoints = List.of();
    String wanted = "";
    private Optional<String> offered = Optional.empty();
    private Optional<String> memberName = Optional.empty();
    private boolean isDeaf;
    private Optional<Connected> last = Optional.empty();

    Network(World world, Life life) {
        this.world = world;
        this.life = life;
        probes = world.clock.every(PROBE, this::probe);
    }

    /** Another cluster answers at this URL. */
    Network runs(String url, String clusterId) {
        others.put(url, clusterId);
        return this;
    }

    /** Watches hear nothing from now on, as if they were very late. */
    void deaf() {
        isDeaf = true;
    }

    /** The etcd of this host tells another name than the host's. */
    void memberName(String name) {
        memberName = Optional.of(name);
    }

    void serve(HostLoop now) {
        loop = Optional.of(now);
        offered = Optional.empty();
    }

    void connect(List<URI> urls, String clusterId) {
        endpoints = List.copyOf(urls);
        wanted = clusterId;
    }

    /** The agent dies: nobody keeps its leases alive. */
    void close() {
        probes.close();
        leases.forEach(Lease::close);
        loop = Optional.empty();
    }

    private void probe() {
        if (loop.isEmpty()) {
            return;
        }
        Optional<String> answers =
                endpoints.stream().map(URI::toString).flatMap(url -> cluster(url).stream())
                .filter(id -> wanted.isEmpty() || wanted.equals(id)).findFirst();
        if (!answers.equals(offered)) {
            offered = answers;
            // Like the real one, it offers the same object again after an outage of the same
            // cluster.
            Optional<Connected> now = answers.map(id -> last.filter(same -> same.id.equals(id))
                    .orElseGet(() -> new Connected(id, world.store(id))));
            last = now.or(() -> last);
            loop.get().members(now.map(connected -> connected));
            loop.get().store(now.map(connected -> connected));
        }
    }

    private Optional<String> cluster(String url) {
        if (url.equals(OWN) && world.place.isServing()) {
            return Optional.of(world.place.clusterId());
        }
        return Optional.ofNullable(others.get(url));
    }

    /** A lease whose end by its owner is an effect like others. */
    private final class Counted implements Lease {

        private final Lease lease;

        Counted(Lease lease) {
            this.lease = lease;
        }

        @Override
        public long id() {
            return lease.id();
        }

        @Override
        public long confirmedMillisAgo() {
            return lease.confirmedMillisAgo();
        }

        @Override
        public CompletableFuture<String> lost() {
            return lease.lost();
        }

        @Override
        public CompletableFuture<Void> revoke() {
            return life.effect("revoke", lease::revoke);
        }

        @Override
        public void close() {
            lease.close();
        }
    }

    /** The services of one connection. */
    private final class Connected implements Store, Members {

        private final String id;
        private final FakeStore store;

        Connected(String id, FakeStore store) {
            this.id = id;
            this.store = store;
        }

        @Override
        public String clusterId() {
            return id;
        }

        private <T> CompletableFuture<T> call(String name, Supplier<CompletableFuture<T>> action) {
            boolean answers = endpoints.stream()
                    .anyMatch(url -> cluster(url.toString()).equals(Optional.of(id)));
            if (!answers) {
                return CompletableFuture.failedFuture(
                        new StoreException(StoreException.Effect.NONE, name + ": not connected",
                                null));
            }
            return action.get();
        }

        @Override
        public CompletableFuture<Snapshot> get(String key) {
            return call("get", () -> store.get(key));
        }

        @Override
        public CompletableFuture<Snapshot> list(String prefix) {
            return call("list", () -> store.list(prefix));
        }

        @Override
        public CompletableFuture<Snapshot> list(List<String> prefixes) {
            return call("list", () -> store.list(prefixes));
        }

        @Override
        public CompletableFuture<List<String>> keys(String prefix) {
            return call("keys", () -> store.keys(prefix));
        }

        @Override
        public CompletableFuture<Commit> commit(Txn txn) {
            return call("commit", () -> life.effect("commit", () -> store.commit(txn)));
        }

        @Override
        public CompletableFuture<Lease> grant(Duration ttl) {
            return call("grant", () ->
                    life.effect("grant", () -> store.grant(ttl).thenApply(lease -> {
                leases.add(lease);
                return new Counted(lease);
            })));
        }

        @Override
        public CompletableFuture<Void> revoke(long leaseId) {
            return call("revoke", () -> life.effect("revoke", () -> store.revoke(leaseId)));
        }

        @Override
        public Subscription watch(String prefix, long fromRevision, WatchListener listener) {
            return isDeaf ? () -> { } : store.watch(prefix, fromRevision, listener);
        }

        @Override
        public CompletableFuture<List<Member>> list() {
            boolean isOwn = id.equals(world.place.clusterId()) && world.place.isServing();
            String url = isOwn ? OWN : others.entrySet().stream().filter(other -> other.getValue().equals(id))
                    .map(Map.Entry::getKey).findFirst().orElse("http://10.0.0.1:2379");
            return call("members", () -> CompletableFuture.completedFuture(List.of(
                    new Member(memberId(), memberName.orElse("h1"),
                            List.of("http://127.0.0.1:2380"), List.of(url), false))));
        }

        @Override
        public CompletableFuture<Status> status(String clientUrl) {
            Optional<String> found = cluster(clientUrl);
            return found.isEmpty()
                    ? CompletableFuture.failedFuture(
                            new StoreException(StoreException.Effect.NONE, clientUrl
                                    + " does not answer", null))
                    : CompletableFuture.completedFuture(
                            new Status(memberId(), found.get(), "3.7.2", "1", 2, 3, 3, 20_480, false));
        }

        @Override
        public CompletableFuture<Member> addLearner(List<String> peerUrls) {
            return refused();
        }

        @Override
        public CompletableFuture<Void> promote(String memberId) {
            return refused();
        }

        @Override
        public CompletableFuture<Void> remove(String memberId) {
            return refused();
        }

        @Override
        public CompletableFuture<Void> moveLeader(String leaderClientUrl, String toMemberId) {
            return refused();
        }

        @Override
        public CompletableFuture<Void> updatePeerUrls(String memberId, List<String> peerUrls) {
            return refused();
        }

        private static <T> CompletableFuture<T> refused() {
            return CompletableFuture.failedFuture(new RefusedException(
                    RefusedException.Reason.OTHER, "one host alone changes no members", null));
        }

        private String memberId() {
            return id.equals(world.place.clusterId()) ? world.place.memberId() : "aa";
        }
    }
}
