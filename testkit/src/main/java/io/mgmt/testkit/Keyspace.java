// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Commit;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Keys, revisions and history as etcd means them; no time, no threads. */
final class Keyspace {

    /** What etcd takes in one request by default (etcd documentation, "--max-request-bytes"). */
    static final int MOST_BYTES = 1_572_864;

    /** etcd sorts by bytes; {@link String#compareTo} puts characters beyond U+FFFF elsewhere. */
    private static final Comparator<String> BY_BYTES = (one, other) -> Arrays.compareUnsigned(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    /** What happened at one revision. */
    record Change(long revision, List<Event> events) {

        /** The part below the prefix; perhaps nothing. */
        List<Event> under(String prefix) {
            return events.stream().filter(event -> event.entry().key().startsWith(prefix)).toList();
        }
    }

    private final TreeMap<String, KeyValue> live = new TreeMap<>(BY_BYTES);
    private final List<Change> history = new ArrayList<>();
    // An empty etcd answers with revision 1.
    private long revision = 1;
    private long compacted;

    long revision() {
        return revision;
    }

    long compacted() {
        return compacted;
    }

    List<KeyValue> get(String key) {
        refuse(key.isEmpty(), "key is not provided");
        KeyValue found = live.get(key);
        return found == null ? List.of() : List.of(found);
    }

    List<KeyValue> list(String prefix) {
        List<KeyValue> found = new ArrayList<>();
        for (KeyValue entry : live.tailMap(prefix, true).values()) {
            if (!entry.key().startsWith(prefix)) {
                break;
            }
            found.add(entry);
        }
        return found;
    }

    /** Throws, with effect NONE, if etcd would refuse the transaction whatever the keys hold. */
    static void check(Txn txn, Set<Long> leases) {
        long bytes = 0;
        Set<String> put = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (Txn.Condition condition : txn.conditions()) {
            refuse(condition.key().isEmpty(), "key is not provided");
        }
        for (Txn.Write write : txn.writes()) {
            refuse(write.key().isEmpty(), "key is not provided");
            if (write instanceof Txn.Put one) {
                refuse(!put.add(one.key()), "duplicate key given in txn request");
                refuse(one.leaseId() != 0 && !leases.contains(one.leaseId()), "requested lease not found");
                bytes += one.key().length() + (long) one.value().getBytes(StandardCharsets.UTF_8).length;
            } else {
                deleted.add(write.key());
            }
        }
        deleted.retainAll(put);
        refuse(!deleted.isEmpty(), "duplicate key given in txn request");
        refuse(bytes > MOST_BYTES, "request is too large");
    }

    /** Does what {@link #check} has found to be in order. */
    Commit commit(Txn txn) {
        if (!txn.conditions().stream().allMatch(this::holds)) {
            return new Commit(false, revision);
        }
        List<Event> events = new ArrayList<>();
        for (Txn.Write write : txn.writes()) {
            if (write instanceof Txn.Put put) {
                events.add(put(put));
            } else if (live.remove(write.key()) != null) {
                events.add(gone(write.key()));
            }
        }
        record(events);
        return new Commit(true, revision);
    }

    /** Deletes what a lease held, at one revision. */
    void drop(long leaseId) {
        delete(live.values().stream().filter(entry -> entry.leaseId() == leaseId).map(KeyValue::key).toList());
    }

    /** Deletes all keys that begin with the prefix, at one revision. */
    void delete(String prefix) {
        delete(list(prefix).stream().map(KeyValue::key).toList());
    }

    private void delete(List<String> keys) {
        List<Event> events = new ArrayList<>();
        for (String key : keys) {
            live.remove(key);
            events.add(gone(key));
        }
        record(events);
    }

    /** What happened at this revision and later, oldest first. */
    List<Change> since(long from) {
        return history.stream().filter(change -> change.revision() >= from).toList();
    }

    /** Forgets what happened before the revision. */
    void compact(long upTo) {
        if (upTo > revision || upTo <= compacted) {
            throw new IllegalArgumentException(
                    "compact at " + upTo + ": compacted is " + compacted + ", newest is " + revision);
        }
        compacted = upTo;
        history.removeIf(change -> change.revision() < upTo);
    }

    private boolean holds(Txn.Condition condition) {
        KeyValue found = live.get(condition.key());
        if (condition instanceof Txn.Absent) {
            return found == null;
        }
        if (found == null) {
            return false;
        }
        if (condition instanceof Txn.CreatedAt created) {
            return found.createRevision() == created.revision();
        }
        if (condition instanceof Txn.ModifiedAt modified) {
            return found.modRevision() == modified.revision();
        }
        if (condition instanceof Txn.ValueIs value) {
            return Objects.equals(found.value(), value.value());
        }
        return true;
    }

    private Event put(Txn.Put put) {
        long next = revision + 1;
        KeyValue old = live.get(put.key());
        long created = old == null ? next : old.createRevision();
        KeyValue entry = new KeyValue(put.key(), put.value(), created, next, put.leaseId());
        live.put(put.key(), entry);
        return new Event(false, entry);
    }

    private Event gone(String key) {
        return new Event(true, new KeyValue(key, "", 0, revision + 1, 0));
    }

    private void record(List<Event> events) {
        if (!events.isEmpty()) {
            revision++;
            history.add(new Change(revision, List.copyOf(events)));
        }
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new StoreException(Effect.NONE, "the store refused the call: " + why, null);
        }
    }
}
