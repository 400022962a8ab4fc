// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.graph.Collect;
import io.mgmt.graph.Graph;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.store.Commit;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this host's exported resources in the store, and what the graph collects from there in
 * memory.
 *
 * <p>The keys are listed and then watched; that picture is compared with what is wanted after every
 * change, so keys that somebody deletes come back. Everything here runs on the dispatcher; calls to
 * the store report there. Without a store it waits, and what was collected stays.
 */
final class Exchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** The least pause before the store is asked again; doubles up to {@link #LONGEST_PAUSE}. */
    static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    /**
     * etcd takes requests of 1.5 MiB (etcd documentation, "--max-request-bytes"); keys and frames
     * need some.
     */
    static final int MOST_BYTES = 1_000_000;

    private final String host;
    private final boolean noop;
    private final Timers timers;
    private final Dispatcher dispatcher;
    private final Consumer<List<Collected.Raw>> collected;
    private final Collected reader;

    private Store store;
    /** What belongs to an older list or watch is ignored. */
    private long epoch;
    private boolean listed;
    private Store.Subscription subscription;
    private Timers.Timer retry;
    private Duration pause = SHORTEST_PAUSE;
    private String watched = "";
    private Map<String, KeyValue> picture = new TreeMap<>();
    /** The prefix that the picture is of; it stays when the store goes. */
    private String pictured = "";
    private long revision;
    private boolean committing;
    private long committed;

    private boolean hasGraph;
    private Map<String, String> wanted = Map.of();
    private List<Collect> collects = List.of();
    private List<Collected.Raw> told = List.of();

    /** @param collected told on the dispatcher what is collected now, if that changed */
    Exchange(String host, boolean noop, Timers timers, Dispatcher dispatcher,
            Consumer<List<Collected.Raw>> collected) {
        this.host = host;
        this.noop = noop;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.collected = collected;
        this.reader = new Collected(host);
    }

    /**
     * Another graph runs. Until there is one, nothing is withdrawn that an earlier run exported.
     */
    void adopt(Graph graph) {
        Map<String, String> next = new TreeMap<>();
        for (ResourceSpec spec : graph.exported()) {
            String key = new ExportKey(host, spec.ref()).toString();
            String value = ResourceJson.write(spec);
            if (key.length() + value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                LOG.error("{} cannot export {}: reason=\"it is larger than {} bytes\""
                        + " remedy=\"export something"
                        + " smaller, such as a file with a source\"", host, spec.ref(), MOST_BYTES);
            } else {
                next.put(key, value);
            }
        }
        wanted = next;
        collects = graph.collects();
        hasGraph = true;
        if (store != null && !prefix().equals(watched)) {
            restart();
        } else {
            pictureChanged();
        }
    }

    void connect(Store next) {
        store = next;
        pause = SHORTEST_PAUSE;
        restart();
    }

    void disconnect(Store gone) {
        if (store == gone) {
            stop();
            store = null;
        }
    }

    @Override
    public void close() {
        stop();
        store = null;
    }

    /** A host that collects nothing need not hear of what others export. */
    private String prefix() {
        return collects.isEmpty() ? ExportKey.prefix(host) : ExportKey.PREFIX;
    }

    private void stop() {
        epoch++;
        listed = false;
        committing = false;
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        if (retry != null) {
            retry.close();
            retry = null;
        }
    }

    private void restart() {
        stop();
        long mine = epoch;
        watched = prefix();
        store.list(watched).whenComplete((snapshot, failure) -> dispatcher.post(() -> {
            if (mine == epoch) {
                listed(snapshot, failure);
            }
        }));
    }

    private void restartLater(String reason) {
        stop();
        long mine = epoch;
        LOG.debug("{} exchange waits: reason={} pauseMs={}", host, LogText.quoted(reason),
                pause.toMillis());
        retry = timers.after(pause, () -> dispatcher.post(() -> {
            if (mine == epoch && store != null) {
                restart();
            }
        }));
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE
                : pause.multipliedBy(2);
    }

    private void listed(Snapshot snapshot, Throwable failure) {
        if (failure != null) {
            restartLater(String.valueOf(failure.getMessage()));
            return;
        }
        picture = new TreeMap<>();
        snapshot.entries().forEach(entry -> picture.put(entry.key(), entry));
        pictured = watched;
        revision = snapshot.revision();
        committed = 0;
        listed = true;
        subscription = store.watch(watched, revision + 1, new Bell(epoch));
        pictureChanged();
    }

    private final class Bell implements WatchListener {

        private final long mine;

        Bell(long mine) {
            this.mine = mine;
        }

        @Override
        public void changed(long at, List<Event> events) {
            dispatcher.post(() -> {
                if (mine == epoch) {
                    take(at, events);
                }
            });
        }

        @Override
        public void compacted(long compactRevision) {
            dispatcher.post(() -> {
                if (mine == epoch) {
                    LOG.debug("{} exchange lists anew: compactRevision={}", host, compactRevision);
                    restart();
                }
            });
        }
    }

    private void take(long at, List<Event> events) {
        for (Event event : events) {
            if (event.deleted()) {
                picture.remove(event.entry().key());
            } else {
                picture.put(event.entry().key(), event.entry());
            }
        }
        revision = Math.max(revision, at);
        pictureChanged();
    }

    private void pictureChanged() {
        if (hasGraph && (collects.isEmpty() || pictured.equals(ExportKey.PREFIX))) {
            List<Collected.Raw> now = collects.isEmpty() ? List.of()
                    : reader.of(picture.values(), collects);
            if (!now.equals(told)) {
                told = now;
                collected.accept(now);
            }
        }
        export();
    }

    /**
     * Writes the difference between the picture and what is wanted, as much as one transaction
     * takes.
     */
    private void export() {
        if (noop || !hasGraph || !listed || committing || revision < committed) {
            return;
        }
        List<Txn.Condition> conditions = new ArrayList<>();
        List<Txn.Write> writes = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            KeyValue there = picture.get(entry.getKey());
            if (there != null && there.value().equals(entry.getValue()) && there.leaseId() == 0) {
                continue;
            }
            bytes += entry.getKey().length() + entry.getValue()
                    .getBytes(StandardCharsets.UTF_8).length;
            if (writes.size() == Txn.MOST || !writes.isEmpty() && bytes > MOST_BYTES) {
                break;
            }
            conditions.add(there == null ? new Txn.Absent(entry.getKey())
                    : new Txn.ModifiedAt(entry.getKey(), there.modRevision()));
            writes.add(new Txn.Put(entry.getKey(), entry.getValue(), 0));
        }
        int puts = writes.size();
        for (KeyValue there : picture.values()) {
            if (writes.size() == Txn.MOST) {
                break;
            }
            if (there.key().startsWith(ExportKey.prefix(host))
                    && !wanted.containsKey(there.key())) {
                conditions.add(new Txn.ModifiedAt(there.key(), there.modRevision()));
                writes.add(new Txn.Delete(there.key()));
            }
        }
        if (writes.isEmpty()) {
            pause = SHORTEST_PAUSE;
        } else {
            commit(new Txn(conditions, writes), puts);
        }
    }

    private void commit(Txn txn, int puts) {
        committing = true;
        long mine = epoch;
        store.commit(txn).whenComplete((commit, failure) -> dispatcher.post(() -> {
            if (mine == epoch) {
                committing = false;
                committed(commit, failure, puts, txn.writes().size() - puts);
            }
        }));
    }

    private void committed(Commit commit, Throwable failure, int puts, int deletes) {
        if (failure != null) {
            // Done or not: the list tells.
            restartLater(String.valueOf(failure.getMessage()));
        } else if (!commit.succeeded()) {
            restartLater("another wrote the same keys");
        } else {
            committed = commit.revision();
            LOG.info("{} exported: written={} deleted={} revision={}", host, puts, deletes,
                    commit.revision());
            export();
        }
    }
}
