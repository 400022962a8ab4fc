// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Event;
import io.mgmt.store.WatchListener;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** One watch of a {@link FakeStore}; where it stands is guarded by the store's lock. */
final class FakeWatch {

    private final String prefix;
    private final WatchListener listener;
    private final ReentrantLock calling = new ReentrantLock();
    private boolean closed;
    private long next;

    FakeWatch(String prefix, long next, WatchListener listener) {
        this.prefix = prefix;
        this.next = next;
        this.listener = listener;
    }

    /**
     * Puts what is new into the deliveries.
     *
     * @return true if the watch is over, because its history is gone
     */
    boolean advance(Keyspace keys, Deliveries deliveries) {
        if (next < keys.compacted()) {
            long compacted = keys.compacted();
            deliveries.add(() -> call(() -> listener.compacted(compacted)));
            return true;
        }
        for (Keyspace.Change change : keys.since(next)) {
            List<Event> events = change.under(prefix);
            if (!events.isEmpty()) {
                deliveries.add(() -> call(() -> listener.changed(change.revision(), events)));
            }
        }
        next = Math.max(next, keys.revision() + 1);
        return false;
    }

    /** Waits for a call of the listener that another thread is in, so that none is seen afterwards. */
    void close() {
        calling.lock();
        try {
            closed = true;
        } finally {
            calling.unlock();
        }
    }

    private void call(Runnable action) {
        calling.lock();
        try {
            if (!closed) {
                action.run();
            }
        } finally {
            calling.unlock();
        }
    }
}
