// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Commit;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A {@link Store} in memory, with etcd's semantics: revisions, transactions, leases, watches with a
 * history, compaction. It passes the same {@link StoreContract} as the real one.
 *
 * <p>Every call is done and answered before it returns, and the listeners and futures that it concerns
 * have been called by then, in the calling thread; so a test with one thread needs no waiting. A call
 * made by a listener is done at once, and what follows from it is told after that listener returned.
 * Safe for use by several threads.
 *
 * <p>What can go wrong is decided by the test: {@link #fate} for single calls, {@link #disconnect} for
 * an outage, {@link #lose} for a lease, {@link #deleteByHand} and {@link #putByHand} for an operator,
 * {@link #compact} for history.
 */
public final class FakeStore implements Store {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    private final Object lock = new Object();
    private final Deliveries deliveries = new Deliveries();
    private final LongSupplier nanoTime;
    private final Keyspace keys = new Keyspace();
    private final SortedMap<Long, FakeLease> leases = new TreeMap<>();
    private final List<FakeWatch> watches = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private Function<Call, Fate> fates = call -> Fate.DONE;
    private boolean connected = true;
    private long advancedNanos;
    private long nextLease = 0x1001;

    /** Time stands still but for {@link #advance}. */
    public FakeStore() {
        this(() -> 0);
    }

    /**
     * Leases end by the given clock, which {@link #advance} puts forward; they are looked at by each
     * call and by {@code advance(Duration.ZERO)}.
     *
     * @param nanoTime for example {@code System::nanoTime}, or a manual one
     */
    public FakeStore(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    @Override
    public String clusterId() {
        return "cdf818194e3a8c32";
    }

    @Override
    public CompletableFuture<Snapshot> get(String key) {
        return call(new Call(Call.Kind.GET, key, Optional.empty()),
                () -> new Snapshot(keys.revision(), keys.get(key)));
    }

    @Override
    public CompletableFuture<Snapshot> list(String prefix) {
        return call(new Call(Call.Kind.LIST, prefix, Optional.empty()),
                () -> new Snapshot(keys.revision(), keys.list(prefix)));
    }

    @Override
    public CompletableFuture<Snapshot> list(List<String> prefixes) {
        return call(new Call(Call.Kind.LIST, String.join(" ", prefixes), Optional.empty()), () ->
                new Snapshot(keys.revision(), prefixes.stream().flatMap(prefix -> keys.list(prefix).stream()).toList()));
    }

    @Override
    public CompletableFuture<List<String>> keys(String prefix) {
        return list(prefix).thenApply(found -> found.entries().stream().map(KeyValue::key).toList());
    }

    @Override
    public CompletableFuture<Commit> commit(Txn txn) {
        return call(new Call(Call.Kind.COMMIT, "", Optional.of(txn)), () -> {
            Keyspace.check(txn, leases.keySet());
            Commit commit = keys.commit(txn);
            tellWatches();
            return commit;
        });
    }

    @Override
    public CompletableFuture<Lease> grant(Duration ttl) {
        if (ttl.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("a lease of " + ttl + "; etcd grants none shorter than 2 s");
        }
        long seconds = ttl.plusNanos(999_999_999).toSeconds();
        return call(new Call(Call.Kind.GRANT, "", Optional.empty()), () -> {
            FakeLease lease = new FakeLease(this, nextLease++, Duration.ofSeconds(seconds), now());
            leases.put(lease.id(), lease);
            return lease;
        });
    }

    @Override
    public CompletableFuture<Void> revoke(long leaseId) {
        return call(new Call(Call.Kind.REVOKE, Long.toHexString(leaseId), Optional.empty()), () -> {
            end(leaseId, "it was revoked");
            return null;
        });
    }

    @Override
    public Subscription watch(String prefix, long fromRevision, WatchListener listener) {
        if (fromRevision < 1) {
            throw new IllegalArgumentException("a watch from revision " + fromRevision + "; the first is 1");
        }
        FakeWatch watch = new FakeWatch(prefix, fromRevision, Objects.requireNonNull(listener, "listener"));
        synchronized (lock) {
            watches.add(watch);
            tellWatches();
        }
        deliveries.run();
        return () -> {
            synchronized (lock) {
                watches.remove(watch);
            }
            watch.close();
        };
    }

    /**
     * Decides what becomes of each call from now on, until it is set anew.
     *
     * @param decision called once for each call, under the store's lock: it must not call the store
     */
    public void fate(Function<Call, Fate> decision) {
        synchronized (lock) {
            fates = Objects.requireNonNull(decision, "decision");
        }
    }

    /** What becomes of the next calls, in this order; those after them are {@link Fate#DONE}. */
    public void fateOfNext(Fate... next) {
        Deque<Fate> left = new ArrayDeque<>(List.of(next));
        fate(call -> left.isEmpty() ? Fate.DONE : left.poll());
    }

    /** Does and answers, oldest first, what {@link Fate#HELD} and {@link Fate#ANSWER_HELD} kept back. */
    public void release() {
        synchronized (lock) {
            while (!held.isEmpty()) {
                held.poll().run();
            }
        }
        deliveries.run();
    }

    /** How many calls are kept back. */
    public int heldCalls() {
        synchronized (lock) {
            return held.size();
        }
    }

    /**
     * From now on every call fails with effect NONE, watches hear nothing and no lease is confirmed; one
     * that stays so for its whole time is lost.
     */
    public void disconnect() {
        synchronized (lock) {
            confirmLeases();
            connected = false;
        }
    }

    /** Ends {@link #disconnect}: watches catch up, and leases that still live are confirmed. */
    public void reconnect() {
        synchronized (lock) {
            endOldLeases();
            connected = true;
            confirmLeases();
            tellWatches();
        }
        deliveries.run();
    }

    /** Lets time pass: leases that nobody keeps alive end when their time is over. */
    public void advance(Duration time) {
        synchronized (lock) {
            confirmLeases();
            advancedNanos += time.toNanos();
            endOldLeases();
            confirmLeases();
        }
        deliveries.run();
    }

    /** Ends a lease as etcd might: its keys go, and its owner is told. */
    public void lose(long leaseId, String reason) {
        synchronized (lock) {
            end(leaseId, reason);
        }
        deliveries.run();
    }

    /** The ids of all leases that live. */
    public Set<Long> leases() {
        synchronized (lock) {
            endOldLeases();
            return Set.copyOf(leases.keySet());
        }
    }

    /** All keys that begin with the prefix, as they stand; meets no {@link Fate}. */
    public List<KeyValue> entries(String prefix) {
        synchronized (lock) {
            endOldLeases();
            return keys.list(prefix);
        }
    }

    /** The value of a key, if it exists; meets no {@link Fate}. */
    public Optional<String> value(String key) {
        synchronized (lock) {
            endOldLeases();
            return keys.get(key).stream().map(KeyValue::value).findFirst();
        }
    }

    /** The newest revision. */
    public long revision() {
        synchronized (lock) {
            return keys.revision();
        }
    }

    /** Writes a key as an operator would with etcdctl; meets no {@link Fate}. */
    public void putByHand(String key, String value) {
        synchronized (lock) {
            keys.commit(Txn.of(new Txn.Put(key, value, 0)));
            tellWatches();
        }
        deliveries.run();
    }

    /** Deletes all keys that begin with the prefix, at one revision; meets no {@link Fate}. */
    public void deleteByHand(String prefix) {
        synchronized (lock) {
            keys.delete(prefix);
            tellWatches();
        }
        deliveries.run();
    }

    /** Forgets all history before the revision; a watch that still needs it is told. */
    public void compact(long revision) {
        synchronized (lock) {
            keys.compact(revision);
            tellWatches();
        }
        deliveries.run();
    }

    private <T> CompletableFuture<T> call(Call call, Supplier<T> action) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        synchronized (lock) {
            confirmLeases();
            endOldLeases();
            Fate fate = connected ? fates.apply(call) : Fate.NOT_SENT;
            switch (fate) {
                case DONE -> tell(answer, outcome(action));
                case NOT_SENT -> tell(answer, failure(Effect.NONE, call, "it was not sent"));
                case LOST -> tell(answer, failure(effectIfLost(call), call, "no answer in time"));
                case ANSWER_LOST -> {
                    outcome(action);
                    tell(answer, failure(effectIfLost(call), call, "no answer in time"));
                }
                case HELD -> held.add(() -> tellLater(answer, outcome(action)));
                case ANSWER_HELD -> {
                    Outcome<T> outcome = outcome(action);
                    held.add(() -> tellLater(answer, outcome));
                }
                default -> throw new IllegalStateException("unknown fate " + fate);
            }
        }
        deliveries.run();
        return answer;
    }

    /** What a call comes to: exactly one of the two is used. */
    private record Outcome<T>(T value, StoreException failure) {
    }

    private static <T> Outcome<T> outcome(Supplier<T> action) {
        try {
            return new Outcome<>(action.get(), null);
        } catch (StoreException refused) {
            return new Outcome<>(null, refused);
        }
    }

    private static <T> Outcome<T> failure(Effect effect, Call call, String why) {
        String message = call.kind() + " " + call.subject() + ": " + why;
        return new Outcome<>(null, new StoreException(effect, message, null));
    }

    private static Effect effectIfLost(Call call) {
        return call.isWrite() ? Effect.UNKNOWN : Effect.NONE;
    }

    /** Others may wait for the answer by now, so it is not given under the lock. */
    private <T> void tellLater(CompletableFuture<T> answer, Outcome<T> outcome) {
        deliveries.add(() -> tell(answer, outcome));
    }

    private static <T> void tell(CompletableFuture<T> answer, Outcome<T> outcome) {
        if (outcome.failure() != null) {
            answer.completeExceptionally(outcome.failure());
        } else {
            answer.complete(outcome.value());
        }
    }

    private void tellWatches() {
        if (connected) {
            watches.removeIf(watch -> watch.advance(keys, deliveries));
        }
    }

    private void confirmLeases() {
        if (connected) {
            leases.values().forEach(lease -> lease.confirm(now()));
        }
    }

    private void endOldLeases() {
        for (FakeLease lease : List.copyOf(leases.values())) {
            if (lease.isOver(now(), connected)) {
                end(lease.id(), "not confirmed for " + lease.ttl().toSeconds() + " s");
            }
        }
    }

    private void end(long leaseId, String reason) {
        FakeLease lease = leases.remove(leaseId);
        if (lease != null) {
            keys.drop(leaseId);
            if (lease.isKept()) {
                deliveries.add(() -> lease.tellLost(reason));
            }
            tellWatches();
        }
    }

    private long now() {
        return nanoTime.getAsLong() + advancedNanos;
    }

    /** For a lease: how long ago the store confirmed it. */
    long nanosSinceConfirmed(FakeLease lease) {
        synchronized (lock) {
            confirmLeases();
            return now() - lease.confirmed();
        }
    }

    /** For a lease: from now on nobody keeps it alive. */
    void letGo(FakeLease lease) {
        synchronized (lock) {
            confirmLeases();
            lease.letGo();
        }
    }
}
