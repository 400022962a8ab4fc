// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.Event;
import io.mgmt.store.Store.Subscription;
import io.mgmt.store.WatchListener;
import java.util.ArrayList;
import java.util.List;

/**
 * The watches of one connection. They hear what the member they hang on has applied, in order; when it
 * falls silent they go on at another one, right after what they have seen.
 */
final class Watches implements AutoCloseable {

    private final class Watch implements Subscription {

        private final String prefix;
        private final WatchListener listener;
        private long next;
        private boolean isClosed;

        Watch(String prefix, long next, WatchListener listener) {
            this.prefix = prefix;
            this.next = next;
            this.listener = listener;
        }

        /** Adds what has happened up to the revision, below the prefix. */
        private void addNews(Keyspace keys, long revision, List<Runnable> news) {
            for (; next <= revision; next++) {
                // Most of what happens concerns most watches not at all.
                if (concerns(keys.at(next))) {
                    List<Event> below = new ArrayList<>();
                    for (Event event : keys.at(next)) {
                        if (event.entry().key().startsWith(prefix)) {
                            below.add(event);
                        }
                    }
                    long at = next;
                    news.add(() -> {
                        if (!isClosed) {
                            listener.changed(at, below);
                        }
                    });
                }
            }
        }

        private boolean concerns(List<Event> events) {
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i).entry().key().startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() {
            isClosed = true;
            watches.remove(this);
        }
    }

    private final Connection connection;
    private final World world;
    private final List<Watch> watches = new ArrayList<>();
    private Etcd attached;
    private long lastArrival;

    Watches(Connection connection) {
        this.connection = connection;
        world = connection.world;
    }

    Subscription open(String prefix, long from, WatchListener listener) {
        Watch watch = new Watch(prefix, Math.max(2, from), listener);
        watches.add(watch);
        attach();
        world.scheduler.after(world.dice.nanos(0.2, 2), this::pump);
        return watch;
    }

    /** Hangs on the first member that serves. */
    void attach() {
        Etcd first = connection.first();
        if (first != attached) {
            if (attached != null) {
                attached.unwatch(this);
            }
            attached = first;
            if (attached != null) {
                attached.watch(this);
            }
        }
        pump();
    }

    /** Passes on what is new. */
    void pump() {
        Etcd from = attached;
        if (from == null || watches.isEmpty() || !from.isAwake()
                || !world.wires.carriesBothWays(from.machine.index, connection.caller.index())
                || !from.data.cluster.id.equals(connection.clusterId())) {
            return;
        }
        List<Runnable> news = new ArrayList<>();
        for (Watch watch : watches) {
            if (watch.next <= from.appliedRevision) {
                watch.addNews(from.data.cluster.keys, from.appliedRevision, news);
            }
        }
        if (!news.isEmpty()) {
            long arrival = world.scheduler.now()
                    + world.wires.delay(from.machine.index, connection.caller.index());
            lastArrival = Math.max(lastArrival, arrival);
            world.scheduler.after(lastArrival - world.scheduler.now(),
                    () -> connection.caller.run(() -> news.forEach(Runnable::run)));
        }
    }

    @Override
    public void close() {
        watches.clear();
        if (attached != null) {
            attached.unwatch(this);
        }
    }
}
