// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.Event;
import io.mgmt.store.Store;
import io.mgmt.store.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rings when a key changes that something may depend on. It only says that it is worth looking: the
 * tick looks anyway. For the mailbox only.
 */
final class Bells implements AutoCloseable {

    private final List<String> prefixes;
    private final Mailbox mailbox;
    private final Runnable ring;
    private final List<Store.Subscription> subscriptions = new ArrayList<>();
    private Optional<Store> store = Optional.empty();
    private long round;

    /** @param prefixes of the keys that matter */
    Bells(List<String> prefixes, Mailbox mailbox, Runnable ring) {
        this.prefixes = List.copyOf(prefixes);
        this.mailbox = mailbox;
        this.ring = ring;
    }

    /** Listens to this one from now on; empty: to none. */
    void store(Optional<Store> now) {
        if (now.equals(store)) {
            return;
        }
        close();
        store = now;
        now.ifPresent(this::begin);
    }

    private void begin(Store listened) {
        long own = round;
        listened.get(Keys.ROOT).thenAccept(snapshot -> mailbox.execute(() -> {
            if (own == round) {
                for (String prefix : prefixes) {
                    subscriptions.add(listened.watch(prefix, snapshot.revision() + 1, listener(own)));
                }
                ring.run();
            }
        })).exceptionally(e -> {
            // Not heard: the next round begins anew.
            mailbox.execute(() -> forget(own));
            return null;
        });
    }

    private WatchListener listener(long own) {
        return new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                mailbox.execute(() -> {
                    if (own == round) {
                        ring.run();
                    }
                });
            }

            @Override
            public void compacted(long compactRevision) {
                mailbox.execute(() -> forget(own));
            }
        };
    }

    private void forget(long own) {
        if (own == round) {
            close();
        }
    }

    @Override
    public void close() {
        round++;
        subscriptions.forEach(Store.Subscription::close);
        subscriptions.clear();
        store = Optional.empty();
    }
}
