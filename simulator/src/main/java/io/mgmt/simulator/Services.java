// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.Members;
import io.mgmt.etcd.RefusedException;
import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a connection offers while an endpoint answers. */
final class Services implements Store, Members {

    private final Connection connection;

    Services(Connection connection) {
        this.connection = connection;
    }

    static RuntimeException refused(Cluster.No<?> no) {
        return new StoreException(StoreException.Effect.NONE, no.words(), null);
    }

    private static RuntimeException refusedMembership(Cluster.No<?> no) {
        return new RefusedException(no.reason(), no.words(), null);
    }

    private <T> CompletableFuture<T> read(String what, Connection.Ask<T> ask) {
        return connection.call(new Connection.Kind(what, false, Connection.CALL_NANOS,
                Optional.empty(), false, Services::refused), ask);
    }

    private <T> CompletableFuture<T> write(String what, Connection.Ask<T> ask) {
        return connection.caller.send(what, () -> connection.call(new Connection.Kind(what, true,
                Connection.CALL_NANOS, Optional.empty(), false, Services::refused), ask));
    }

    // Store

    @Override
    public String clusterId() {
        return connection.clusterId();
    }

    @Override
    public CompletableFuture<Snapshot> get(String key) {
        return read("get", (etcd, told) -> etcd.data.cluster.read(etcd, () -> {
            Keyspace keys = etcd.data.cluster.keys;
            KeyValue found = keys.get(key);
            told.accept(new Cluster.Done<>(new Snapshot(keys.revision(),
                    found == null ? List.of() : List.of(found))));
        }));
    }

    @Override
    public CompletableFuture<Snapshot> list(String prefix) {
        return list(List.of(prefix));
    }

    @Override
    public CompletableFuture<Snapshot> list(List<String> prefixes) {
        return read("list", (etcd, told) -> etcd.data.cluster.read(etcd, () -> {
            Keyspace keys = etcd.data.cluster.keys;
            List<KeyValue> found = new ArrayList<>();
            for (String prefix : prefixes) {
                found.addAll(keys.list(prefix));
            }
            told.accept(new Cluster.Done<>(new Snapshot(keys.revision(), found)));
        }));
    }

    @Override
    public CompletableFuture<List<String>> keys(String prefix) {
        return list(prefix).thenApply(found -> found.entries().stream().map(KeyValue::key).toList());
    }

    @Override
    public CompletableFuture<Commit> commit(Txn txn) {
        return write("commit", (etcd, told) -> etcd.data.cluster.commit(etcd, txn, connection.caller, told));
    }

    @Override
    public CompletableFuture<Lease> grant(Duration ttl) {
        long nanos = Duration.ofSeconds(ttl.plusNanos(999_999_999).toSeconds()).toNanos();
        long asked = connection.world.scheduler.now();
        return this.<Long>write("grant", (etcd, told) -> etcd.data.cluster.grant(etcd, nanos, told))
                .thenApply(id -> new SimulatedLease(connection, id, nanos, asked));
    }

    @Override
    public CompletableFuture<Void> revoke(long leaseId) {
        return write("revoke", (etcd, told) -> etcd.data.cluster.revoke(etcd, leaseId, told));
    }

    @Override
    public Subscription watch(String prefix, long fromRevision, WatchListener listener) {
        return connection.watches().open(prefix, fromRevision, listener);
    }

    // Members

    @Override
    public CompletableFuture<List<Member>> list() {
        return read("member list", (etcd, told) -> etcd.data.cluster.read(etcd,
                () -> told.accept(new Cluster.Done<>(etcd.data.cluster.members()))));
    }

    @Override
    public CompletableFuture<Status> status(String clientUrl) {
        return connection.call(new Connection.Kind("status of " + clientUrl, false,
                Connection.CALL_NANOS, Optional.of(clientUrl), true, Services::refused),
                (etcd, told) -> told.accept(new Cluster.Done<>(status(etcd))));
    }

    private static Status status(Etcd etcd) {
        Cluster cluster = etcd.data.cluster;
        Seat seat = cluster.seat(etcd.data.memberId);
        Etcd leader = cluster.leader();
        boolean hears = leader != null && cluster.isLinked(leader, etcd);
        return new Status(etcd.data.memberId, cluster.id, etcd.machine.version(),
                hears ? leader.data.memberId : "0", cluster.term(), etcd.applied, etcd.applied,
                20_480, seat != null && seat.isLearner);
    }

    private <T> CompletableFuture<T> change(String kind, String target, Connection.Ask<T> ask) {
        return change(kind, target, Optional.empty(), ask);
    }

    private <T> CompletableFuture<T> change(String kind, String target, Optional<String> at,
            Connection.Ask<T> ask) {
        World world = connection.world;
        if (world.trace.isWritten()) {
            world.trace.add(connection.caller.label(), "asks etcd: " + kind + " " + target);
        }
        return connection.caller.effect(kind, () -> {
            MembershipCall call = world.checks.asked(connection, kind, target);
            CompletableFuture<T> answer = connection.call(new Connection.Kind(kind + " " + target, true,
                    Connection.MEMBERSHIP_NANOS, at, false, Services::refusedMembership),
                    ask);
            answer.whenComplete((value, e) -> {
                call.told(e);
                if (world.trace.isWritten()) {
                    world.trace.add(connection.caller.label(), "etcd said of " + kind + " " + target
                            + ": " + (e == null ? "done" : e.getMessage()));
                }
            });
            return answer;
        });
    }

    @Override
    public CompletableFuture<Member> addLearner(List<String> peerUrls) {
        return change("add", String.join(",", peerUrls), (etcd, told) ->
                etcd.data.cluster.addLearner(etcd, peerUrls, told));
    }

    @Override
    public CompletableFuture<Void> promote(String memberId) {
        return change("promote", memberId, (etcd, told) ->
                etcd.data.cluster.promote(etcd, memberId, told));
    }

    @Override
    public CompletableFuture<Void> remove(String memberId) {
        return change("remove", memberId, (etcd, told) ->
                etcd.data.cluster.remove(etcd, memberId, told));
    }

    @Override
    public CompletableFuture<Void> moveLeader(String leaderClientUrl, String toMemberId) {
        return change("move", toMemberId, Optional.of(leaderClientUrl), (etcd, told) ->
                etcd.data.cluster.moveLeader(etcd, toMemberId, told));
    }

    @Override
    public CompletableFuture<Void> updatePeerUrls(String memberId, List<String> peerUrls) {
        return change("update", memberId, (etcd, told) ->
                etcd.data.cluster.updatePeerUrls(etcd, memberId, peerUrls, told));
    }
}
