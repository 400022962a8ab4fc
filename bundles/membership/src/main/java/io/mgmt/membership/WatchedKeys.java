// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A few single keys, read once and then followed. Each has a watch of its own: one on all of
 * {@code /_mgmt/} would bring every host the keys of every other.
 *
 * <p>To be used from within the mailbox only.
 */
final class WatchedKeys implements AutoCloseable {

    private final Store store;
    private final List<String> names;
    private final Executor mailbox;
    private final Runnable changed;
    private final Runnable lost;
    private final Map<String, KeyValue> present = new HashMap<>();
    /** Of each key the newest revision that is known, also if it is gone; older news is ignored. */
    private final Map<String, Long> revisions = new HashMap<>();
    private final List<Store.Subscription> subscriptions = new ArrayList<>();
    private boolean isClosed;

    /**
     * @param changed called within the mailbox after a change
     * @param lost called within the mailbox when history was lost: read them anew
     */
    WatchedKeys(Store store, List<String> names, Executor mailbox, Runnable changed,
            Runnable lost) {
        this.store = store;
        this.names = names;
        this.mailbox = mailbox;
        this.changed = changed;
        this.lost = lost;
    }

    /** Reads all and begins to follow them; completes within the mailbox. */
    CompletableFuture<Void> read() {
        List<CompletableFuture<Void>> reads = new ArrayList<>();
        for (String name : names) {
            reads.add(store.get(name).thenAcceptAsync(snapshot -> follow(name, snapshot), mailbox));
        }
        return CompletableFuture.allOf(reads.toArray(new CompletableFuture<?>[0]));
    }

    /** The keys that exist, as far as is known. */
    Map<String, KeyValue> present() {
        return present;
    }

    /** A transaction of ours was done; its events come later and then bring nothing new. */
    void applied(Txn txn, long revision) {
        for (Txn.Write write : txn.writes()) {
            if (names.contains(write.key()) && isNews(write.key(), revision)) {
                if (write instanceof Txn.Put put) {
                    KeyValue before = present.get(put.key());
                    long created = before == null ? revision : before.createRevision();
                    present.put(put.key(), new KeyValue(put.key(), put.value(), created, revision,
                            put.leaseId()));
                } else {
                    present.remove(write.key());
                }
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        subscriptions.forEach(Store.Subscription::close);
        subscriptions.clear();
    }

    private void follow(String name, Snapshot snapshot) {
        if (isClosed) {
            return;
        }
        revisions.put(name, snapshot.revision());
        snapshot.first().ifPresent(entry -> present.put(name, entry));
        subscriptions.add(store.watch(name, snapshot.revision() + 1, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                mailbox.execute(() -> take(name, events));
            }

            @Override
            public void compacted(long compactRevision) {
                mailbox.execute(() -> {
                    if (!isClosed) {
                        lost.run();
                    }
                });
            }
        }));
    }

    /** A watch is for a prefix, so the keys of h10 come with those of h1. */
    private void take(String name, List<Event> events) {
        boolean isNew = false;
        for (Event event : events) {
            KeyValue entry = event.entry();
            if (!isClosed && entry.key().equals(name) && isNews(name, entry.modRevision())) {
                isNew = true;
                if (event.deleted()) {
                    present.remove(name);
                } else {
                    present.put(name, entry);
                }
            }
        }
        if (isNew) {
            changed.run();
        }
    }

    private boolean isNews(String name, long revision) {
        Long known = revisions.get(name);
        if (known != null && revision <= known) {
            return false;
        }
        revisions.put(name, revision);
        return true;
    }
}
