// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who decides: each candidate holds a key under {@link Keys#LEADER} with a lease of its own, and the
 * oldest key leads (etcd documentation, "Concurrency": election). Whatever a leader writes depends on
 * the create revision of its key. For the mailbox only.
 */
final class Election {

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final Ports ports;
    private final Mailbox mailbox;
    private final Runnable gone;
    private final Runnable bell;
    private final String host;
    private final Duration length;

    private Optional<Ticket> ticket = Optional.empty();
    private Optional<Duration> nobodySince = Optional.empty();
    private String leader = "";
    private boolean leads;
    private boolean lastResort;

    /** A place in the line of candidates. */
    private record Ticket(Store store, Lease lease, String key, long revision) {
    }

    /**
     * Not in the line yet.
     *
     * @param gone called within the mailbox whenever the place in the line goes, for whatever reason: what was asked
     *         for as the leader, and is not answered yet, is nobody's any more
     * @param bell called within the mailbox when it was lost, and not given up
     */
    Election(Ports ports, Prepared prepared, Mailbox mailbox, Runnable gone, Runnable bell) {
        this.ports = ports;
        this.mailbox = mailbox;
        this.gone = gone;
        this.bell = bell;
        host = ports.host().name().value();
        length = prepared.settings().delays().leadershipSession();
    }

    /** Takes in one look at the keys. */
    void see(Map<String, KeyValue> candidates) {
        Optional<KeyValue> first = candidates.values().stream()
                .min(Comparator.comparingLong(KeyValue::createRevision));
        leader = first.map(entry -> Json.fields(entry.value()).get("host")).filter(String.class::isInstance)
                .map(String.class::cast).orElse("");
        boolean now = first.isPresent() && ticket.isPresent() && first.get().key().equals(ticket.get().key())
                && first.get().createRevision() == ticket.get().revision();
        if (now != leads) {
            LOG.info(now ? "{} leads: lease={} reason=\"{}\"" : "{} no longer leads: lease={} reason=\"{}\"",
                    host, ticket.map(own -> Long.toHexString(own.lease().id())).orElse(""),
                    now ? lastResort ? "nobody else does" : "it was elected" : "its key is gone");
        }
        leads = now;
        if (ticket.isPresent() && candidates.values().stream()
                .noneMatch(entry -> entry.key().equals(ticket.get().key()))) {
            // Deleted by hand, or the lease is over.
            resign();
        }
        nobodySince = first.isPresent() ? Optional.empty()
                : Optional.of(nobodySince.orElse(ports.timers().now()));
    }

    /** The host that leads, as last seen; empty if nobody does. */
    String leader() {
        return leader;
    }

    boolean isCandidate() {
        return ticket.isPresent();
    }

    boolean leads() {
        return leads;
    }

    /** True if nobody else wanted to lead. */
    boolean isLastResort() {
        return lastResort;
    }

    /** True if nobody has led for that long, as far as was looked. */
    boolean nobodyFor(Duration time) {
        return nobodySince.isPresent() && ports.timers().now().minus(nobodySince.get()).compareTo(time) >= 0;
    }

    /** True if etcd confirmed the lease so lately that nobody else can lead yet, even if a call takes its time. */
    boolean isFresh() {
        return ticket.isPresent() && ticket.get().lease().confirmedMillisAgo() < length.toMillis() / 3;
    }

    /** The condition that each write of the leader depends on. */
    Txn.Condition guard() {
        return new Txn.CreatedAt(ticket.orElseThrow().key(), ticket.orElseThrow().revision());
    }

    /**
     * Stands in line.
     *
     * @param asLastResort nobody else does
     * @param before those in line; one of an earlier process of this host goes first
     */
    CompletableFuture<Void> campaign(Store store, boolean asLastResort, Map<String, KeyValue> before) {
        lastResort = asLastResort;
        CompletableFuture<?>[] own = before.values().stream()
                .filter(entry -> HostInfo.hostId(entry.value()).equals(ports.host().id().toString()))
                .map(entry -> store.revoke(entry.leaseId()))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(own).thenCompose(gone -> store.grant(length))
                .thenCompose(lease -> enter(store, lease));
    }

    private CompletableFuture<Void> enter(Store store, Lease lease) {
        String key = Keys.LEADER + Long.toHexString(lease.id());
        String value = Json.text(Json.object("host", host, "hostId", ports.host().id().toString()));
        return store.commit(Txn.of(new Txn.Put(key, value, lease.id())).when(new Txn.Absent(key)))
                .handleAsync((commit, e) -> {
                    if (e != null || !commit.succeeded()) {
                        // It may have been written all the same: with the lease it goes for sure.
                        lease.revoke();
                        return null;
                    }
                    ticket = Optional.of(new Ticket(store, lease, key, commit.revision()));
                    lease.lost().thenAccept(reason -> mailbox.execute(() -> lost(lease)));
                    return null;
                }, mailbox);
    }

    private void lost(Lease lease) {
        if (ticket.filter(own -> own.lease() == lease).isPresent()) {
            LOG.warn("{} lost its leadership session: lease={}", host, Long.toHexString(lease.id()));
            resign();
            bell.run();
        }
    }

    /** Leaves the line. */
    void resign() {
        lastResort = false;
        giveUp(Lease::revoke);
    }

    /** Lets go without a word: the lease ends by itself. */
    void close() {
        giveUp(Lease::close);
    }

    private void giveUp(Consumer<Lease> end) {
        leads = false;
        Optional<Ticket> own = ticket;
        ticket = Optional.empty();
        if (own.isPresent()) {
            end.accept(own.get().lease());
            gone.run();
        }
    }

    /** Another store never granted the lease. */
    void store(Optional<Store> now) {
        if (ticket.isPresent() && now.isPresent() && now.get() != ticket.get().store()) {
            close();
        }
    }
}
