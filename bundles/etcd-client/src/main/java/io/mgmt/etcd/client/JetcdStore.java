// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Status;
import io.mgmt.store.Commit;
import io.mgmt.store.Lease;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.Objects;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The store of one etcd cluster, spoken to with jetcd's messages. */
final class JetcdStore implements Store {

    static final Call.Kind<RangeRequest, RangeResponse> RANGE =
            new Call.Kind<>(KVGrpc.getRangeMethod(), false, RangeResponse::getHeader);
    private static final Call.Kind<TxnRequest, TxnResponse> RANGES =
            new Call.Kind<>(KVGrpc.getTxnMethod(), false, TxnResponse::getHeader);
    private static final Call.Kind<TxnRequest, TxnResponse> TXN =
            new Call.Kind<>(KVGrpc.getTxnMethod(), true, TxnResponse::getHeader);
    private static final Call.Kind<LeaseGrantRequest, LeaseGrantResponse> GRANT =
            new Call.Kind<>(LeaseGrpc.getLeaseGrantMethod(), true, LeaseGrantResponse::getHeader);
    private static final Call.Kind<LeaseRevokeRequest, LeaseRevokeResponse> REVOKE =
            new Call.Kind<>(LeaseGrpc.getLeaseRevokeMethod(), true, LeaseRevokeResponse::getHeader);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    private final Connection connection;
    private final Calls calls;
    private final String clusterId;

    JetcdStore(Connection connection, Calls calls, String clusterId) {
        this.connection = connection;
        this.calls = calls;
        this.clusterId = clusterId;
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    @Override
    public CompletableFuture<Snapshot> get(String key) {
        return calls.start(RANGE, new Description("get", key), Wire.get(key), Wire::snapshot);
    }

    @Override
    public CompletableFuture<Snapshot> list(String prefix) {
        return calls.start(RANGE, new Description("list", prefix), Wire.list(prefix), Wire::snapshot);
    }

    @Override
    public CompletableFuture<Snapshot> list(List<String> prefixes) {
        return calls.start(RANGES, new Description("list", prefixes), Wire.lists(prefixes), Wire::snapshot);
    }

    @Override
    public CompletableFuture<List<String>> keys(String prefix) {
        return calls.start(RANGE, new Description("keys", prefix), Wire.keys(prefix), Wire::keys);
    }

    @Override
    public CompletableFuture<Commit> commit(Txn txn) {
        return calls.start(TXN, new Description("commit", txn), Wire.txn(txn),
                response -> new Commit(response.getSucceeded(), response.getHeader().getRevision()));
    }

    @Override
    public CompletableFuture<Lease> grant(Duration ttl) {
        if (ttl.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a lease of " + ttl + "; etcd grants none shorter than 2 s");
        }
        long seconds = ttl.plusNanos(999_999_999).toSeconds();
        long asked = System.nanoTime();
        return calls.start(GRANT, new Description("grant", ttl),
                LeaseGrantRequest.newBuilder().setTTL(seconds).build(),
                response -> {
                    JetcdLease lease = new JetcdLease(
                            connection, this, response.getID(), Duration.ofSeconds(response.getTTL()), asked);
                    lease.open();
                    return lease;
                });
    }

    @Override
    public CompletableFuture<Void> revoke(long leaseId) {
        return calls.start(REVOKE, new Description("revoke", Wire.hex(leaseId)),
                LeaseRevokeRequest.newBuilder().setID(leaseId).build(), response -> (Void) null)
                .exceptionally(JetcdStore::unlessItWasGone);
    }

    @Override
    public Subscription watch(String prefix, long fromRevision, WatchListener listener) {
        if (fromRevision < 1) {
            throw new IllegalArgumentException("a watch from revision " + fromRevision + "; the first is 1");
        }
        JetcdWatch watch = new JetcdWatch(
                connection, prefix, fromRevision, Objects.requireNonNull(listener, "listener"));
        watch.open();
        return watch;
    }

    private static Void unlessItWasGone(Throwable thrown) {
        Throwable failure = Calls.cause(thrown);
        if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
            return null;
        }
        throw (RuntimeException) failure;
    }

    /** What a call does, made a text only if it fails: values may be big, and secret. */
    private record Description(String verb, Object subject) {
        @Override
        public String toString() {
            if (subject instanceof Txn txn) {
                return verb + " of " + txn.writes().size() + " writes"
                        + txn.writes().stream().findFirst().map(first -> " (" + first.key() + " …)").orElse("");
            }
            return verb + " " + subject;
        }
    }
}
