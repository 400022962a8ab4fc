// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Timers;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * The keys that a host goes by: listed at one revision, then kept up by watches. A store that goes is not a key that
 * was deleted: what was known last stays known, and only an answer of the store replaces it. For the executor only.
 */
final class ClusterKeys implements AutoCloseable {

    /** The least pause before the store is asked again; doubles up to {@link #LONGEST_PAUSE}. */
    static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final List<String> prefixes;
    private final Timers timers;
    private final Executor executor;
    private final Runnable changed;

    private Optional<Store> store = Optional.empty();
    /** What belongs to an older list or watch is ignored. */
    private long epoch;
    private boolean isCurrent;
    private final SortedMap<String, KeyValue> keys = new TreeMap<>();
    private final List<Store.Subscription> subscriptions = new ArrayList<>();
    private Optional<Timers.Timer> retry = Optional.empty();
    private Duration pause = SHORTEST_PAUSE;

    /** @param changed called within the executor when something has changed */
    ClusterKeys(List<String> prefixes, Timers timers, Executor executor, Runnable changed) {
        this.prefixes = List.copyOf(prefixes);
        this.timers = timers;
        this.executor = executor;
        this.changed = changed;
    }

    /** This store from now on; empty: none answers. */
    void store(Optional<Store> now) {
        store = now;
        pause = SHORTEST_PAUSE;
        read();
    }

    /** The one that answers, while what is known is what it says. */
    Optional<Store> current() {
        return isCurrent ? store : Optional.empty();
    }

    /** As far as it is known; sorted by key. */
    SortedMap<String, KeyValue> known() {
        return Collections.unmodifiableSortedMap(keys);
    }

    /** Reads all anew: what is known may be wrong, because a write has an unknown effect. */
    void read() {
        stop();
        long mine = epoch;
        store.ifPresent(asked -> asked.list(prefixes).whenComplete((snapshot, failure) -> executor.execute(() -> {
            if (mine == epoch) {
                answered(asked, snapshot, failure);
            }
        })));
    }

    /** The same after a while. */
    void readLater() {
        stop();
        long mine = epoch;
        retry = Optional.of(timers.after(pause, () -> executor.execute(() -> {
            if (mine == epoch) {
                read();
            }
        })));
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    /** All went well: the next failure is a first one again. */
    void isFine() {
        pause = SHORTEST_PAUSE;
    }

    private void answered(Store asked, Snapshot snapshot, Throwable failure) {
        if (failure != null) {
            readLater();
            return;
        }
        keys.clear();
        snapshot.entries().forEach(entry -> keys.put(entry.key(), entry));
        isCurrent = true;
        for (String prefix : prefixes) {
            subscriptions.add(asked.watch(prefix, snapshot.revision() + 1, new Listener(epoch)));
        }
        changed.run();
    }

    private final class Listener implements WatchListener {

        private final long mine;

        Listener(long mine) {
            this.mine = mine;
        }

        @Override
        public void changed(long revision, List<Event> events) {
            executor.execute(() -> {
                if (mine == epoch) {
                    events.forEach(ClusterKeys.this::take);
                    changed.run();
                }
            });
        }

        @Override
        public void compacted(long compactRevision) {
            executor.execute(() -> {
                if (mine == epoch) {
                    read();
                }
            });
        }
    }

    private void take(Event event) {
        if (event.deleted()) {
            keys.remove(event.entry().key());
        } else {
            keys.put(event.entry().key(), event.entry());
        }
    }

    private void stop() {
        epoch++;
        isCurrent = false;
        subscriptions.forEach(Store.Subscription::close);
        subscriptions.clear();
        retry.ifPresent(Timers.Timer::close);
        retry = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        store = Optional.empty();
    }
}
