// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.Host;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.core.identity.HostView;
import io.mgmt.core.identity.HostView.Holder;
import io.mgmt.core.identity.HostView.Memory;
import io.mgmt.core.identity.HostView.Roll;
import io.mgmt.core.identity.Keys;
import io.mgmt.core.identity.OwnKeys;
import io.mgmt.graph.RunningGraph;
import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host holds in the store: the lease of its session, and its keys. For the mailbox only.
 */
final class HostSession {

    private static final Logger LOG = LoggerFactory.getLogger(HostSession.class);
    private static final Duration LONG_AGO = Duration.ofDays(1);

    private final Ports ports;
    private final Host host;
    private final Executor mailbox;
    private final Runnable bell;
    private final HostInfo info;
    private final Duration length;
    private final List<String> names;

    private Optional<Store> store = Optional.empty();
    private Optional<Store> grantedBy = Optional.empty();
    private Optional<Lease> lease = Optional.empty();
    private boolean endedOld;
    private Optional<WatchedKeys> keys = Optional.empty();
    private Optional<Duration> lastWrite = Optional.empty();
    private Optional<Duration> heldSince = Optional.empty();
    private Optional<RunningGraph> graph = Optional.empty();
    private String doubtfulTiming = "";
    private boolean isLeaving;
    private boolean isOver;

    /** @param bell called within the mailbox when something has changed */
    HostSession(Ports ports, Prepared prepared, Executor mailbox, Runnable bell) {
        this.ports = ports;
        this.mailbox = mailbox;
        this.bell = bell;
        host = ports.host();
        info = new HostInfo(host, prepared);
        length = prepared.settings().delays().hostSession();
        names = OwnKeys.names(host.name().value(), prepared.plan().isPresent());
    }

    void store(Optional<Store> now) {
        store = now;
        forgetKeys();
        // The same store after an outage still knows the lease; another one never granted it.
        if (now.isPresent() && grantedBy.isPresent() && now.get() != grantedBy.get()) {
            forgetLease();
        }
    }

    void graph(Optional<RunningGraph> now) {
        graph = now;
    }

    void withdraw() {
        isLeaving = true;
    }

    HostInfo.Now now(boolean serves, Server server, String brokenMember, String etcdVersion) {
        return new HostInfo.Now(serves, server, brokenMember, etcdVersion, isLeaving, graph.map(RunningGraph::report));
    }

    /** @param urgent somebody waits for what is to be written */
    HostView.Session view(Memory memory, Optional<Roll> roll, HostInfo.Now now, boolean urgent) {
        Optional<OwnKeys> wanted = lease.isPresent() && roll.isPresent()
                ? Optional.of(info.keys(lease.get().id(), memory, roll.get(), now,
                        timing().or(() -> memory.cluster().timing())))
                : Optional.empty();
        return new HostView.Session(length,
                lease.map(held -> OptionalLong.of(held.id())).orElse(OptionalLong.empty()),
                endedOld, wanted, lastWrite.map(ports.timers().now()::minus).orElse(LONG_AGO),
                urgent);
    }

    /** What the cluster says, if that can be used. */
    Optional<RaftTiming> timing() {
        String text = value(Keys.TIMING).orElse("");
        Optional<RaftTiming> timing = Timing.of(text);
        boolean isDoubtful = timing.isEmpty() && !text.isEmpty();
        if (isDoubtful && !text.equals(doubtfulTiming)) {
            LOG.warn("{} does not take the timing: value={} reason=\"/_mgmt/timing wants heartbeatMillis and"
                    + " electionMillis, of five heartbeats or more and at most 50000; what was in force stays\"",
                    host.name(), text.length() <= 100 ? text : text.substring(0, 100) + "…");
        }
        doubtfulTiming = isDoubtful ? text : "";
        return timing;
    }

    /** The keys of this host that exist; empty while they are not known. */
    Optional<Map<String, KeyValue>> present() {
        return keys.map(WatchedKeys::present);
    }

    /** The leader knows that this host leaves. */
    boolean isNoted() {
        return value(Keys.memory(host.name().value()))
                .filter(memory -> Boolean.TRUE.equals(Json.fields(memory).get("left"))).isPresent();
    }

    boolean isLeaving() {
        return isLeaving;
    }

    /** What stands in a key that this host follows; empty if there is no such key, or it is not known. */
    Optional<String> value(String key) {
        return present().map(all -> all.get(key)).map(KeyValue::value);
    }

    /** Records, before the first start of a member, that it has been started. */
    CompletableFuture<Commit> starts(String memberId) {
        String key = Keys.started(host.name().value());
        String value = Json.text(Json.object("hostId", host.id().toString(), "memberId", memberId));
        KeyValue own = present().map(all -> all.get(Keys.host(host.name().value()))).orElseThrow(
                () -> new IllegalStateException("the keys of this host are not known"));
        // The record may have come meanwhile, and its news be under way: then it has run already.
        Txn.Condition asKnown = present().map(all -> all.get(key))
                .<Txn.Condition>map(known -> new Txn.ModifiedAt(key, known.modRevision()))
                .orElse(new Txn.Absent(key));
        return write(Txn.of(new Txn.Put(key, value, 0)).when(asKnown)
                .when(new Txn.ModifiedAt(own.key(), own.modRevision())));
    }

    /** Another living host under this name: its key hangs on a lease that is not of this host. */
    Optional<Holder> holder() {
        Optional<KeyValue> key = present().map(all -> all.get(Keys.host(host.name().value())))
                .filter(entry -> entry.leaseId() != 0
                        && lease.map(own -> own.id() != entry.leaseId()).orElse(true))
                .filter(entry -> !HostInfo.hostId(entry.value()).equals(host.id().toString()));
        Duration now = ports.timers().now();
        heldSince = key.isEmpty() ? Optional.empty() : Optional.of(heldSince.orElse(now));
        return key.map(entry -> new Holder(HostInfo.words(entry.value()),
                now.minus(heldSince.get())));
    }

    CompletableFuture<Void> endOld(List<Long> leases) {
        CompletableFuture<?>[] revoked = leases.stream().map(store.orElseThrow()::revoke)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(revoked).thenRunAsync(() -> {
            endedOld = true;
            LOG.info("{} ended sessions of earlier processes: leases={}", host.name(),
                    leases.stream().map(Long::toHexString).toList());
        }, mailbox);
    }

    CompletableFuture<Void> begin() {
        Store granting = store.orElseThrow();
        return granting.grant(length).thenAcceptAsync(fresh -> {
            if (isOver || !store.equals(Optional.of(granting))) {
                // Nobody has stored its id, so it must not hold anything.
                fresh.revoke();
                return;
            }
            lease = Optional.of(fresh);
            grantedBy = store;
            LOG.info("{} began its session: lease={} seconds={}", host.name(),
                    Long.toHexString(fresh.id()), length.toSeconds());
            fresh.lost().thenAccept(reason -> mailbox.execute(() -> lost(fresh, reason)));
        }, mailbox);
    }

    CompletableFuture<Void> readKeys() {
        Store reading = store.orElseThrow();
        WatchedKeys fresh = new WatchedKeys(reading, names, mailbox, bell, () -> {
            forgetKeys();
            bell.run();
        });
        return fresh.read().whenCompleteAsync((nothing, e) -> {
            if (e == null && !isOver && store.equals(Optional.of(reading))) {
                forgetKeys();
                keys = Optional.of(fresh);
            } else {
                fresh.close();
            }
        }, mailbox);
    }

    /** Whatever is not a clear success makes the keys unknown, so that they are read again. */
    CompletableFuture<Commit> write(Txn txn) {
        lastWrite = Optional.of(ports.timers().now());
        Optional<WatchedKeys> written = keys;
        return store.orElseThrow().commit(txn).whenCompleteAsync((commit, e) -> {
            if (e == null && commit.succeeded()) {
                written.ifPresent(known -> known.applied(txn, commit.revision()));
            } else {
                forgetKeys();
            }
        }, mailbox);
    }

    /** Ends the session for good, while the store still answers. */
    CompletableFuture<Void> end() {
        isOver = true;
        forgetKeys();
        if (lease.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (store.isEmpty()) {
            lease.get().close();
            return CompletableFuture.failedFuture(new IllegalStateException("no endpoint of the cluster answers"));
        }
        return lease.get().revoke();
    }

    /** Lets go; the keys stay until the lease ends by itself. */
    void close() {
        isOver = true;
        forgetKeys();
        lease.ifPresent(Lease::close);
    }

    private void lost(Lease which, String reason) {
        if (!isOver && lease.equals(Optional.of(which))) {
            LOG.warn("{} lost its session: lease={} reason=\"{}\"", host.name(),
                    Long.toHexString(which.id()), reason);
            forgetLease();
            bell.run();
        }
    }

    /** Its id stays stored until the next is, so that it is revoked first. */
    private void forgetLease() {
        lease.ifPresent(Lease::close);
        lease = Optional.empty();
        grantedBy = Optional.empty();
        endedOld = false;
    }

    private void forgetKeys() {
        keys.ifPresent(WatchedKeys::close);
        keys = Optional.empty();
    }
}
