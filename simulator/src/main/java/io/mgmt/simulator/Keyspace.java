// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.store.Commit;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Keys, revisions and history as etcd means them. All keys of the product are ASCII. */
final class Keyspace {

    /** Sees every change as it is made. */
    interface Observer {
        void changed(Event event);
    }

    private final TreeMap<String, KeyValue> live = new TreeMap<>();
    /** Of each revision its events; the first entry is revision 2, because an empty etcd has 1. */
    private final List<List<Event>> history = new ArrayList<>();
    private final Observer observer;

    Keyspace(Observer observer) {
        this.observer = observer;
    }

    long revision() {
        return history.size() + 1L;
    }

    KeyValue get(String key) {
        return live.get(key);
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

    /** What happened at that revision. */
    List<Event> at(long revision) {
        return history.get((int) (revision - 2));
    }

    Commit commit(Txn txn, LongPredicate leaseLives) {
        check(txn);
        for (Txn.Condition condition : txn.conditions()) {
            if (!holds(condition)) {
                return new Commit(false, revision());
            }
        }
        checkLeases(txn, leaseLives);
        List<Event> events = new ArrayList<>();
        for (Txn.Write write : txn.writes()) {
            if (write instanceof Txn.Put put) {
                events.add(put(put));
            } else if (live.remove(write.key()) != null) {
                events.add(gone(write.key()));
            }
        }
        record(events);
        return new Commit(true, revision());
    }

    /** Deletes keys at one revision. */
    void delete(Collection<String> keys) {
        List<Event> events = new ArrayList<>();
        for (String key : keys) {
            if (live.remove(key) != null) {
                events.add(gone(key));
            }
        }
        record(events);
    }

    /** Deletes what a lease holds, at one revision. */
    void drop(long leaseId) {
        List<String> held = new ArrayList<>();
        for (KeyValue entry : live.values()) {
            if (entry.leaseId() == leaseId) {
                held.add(entry.key());
            }
        }
        delete(held);
    }

    private static void check(Txn txn) {
        Set<String> put = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        for (Txn.Write write : txn.writes()) {
            if (write instanceof Txn.Delete) {
                deleted.add(write.key());
            } else if (!put.add(write.key())) {
                throw refused("duplicate key given in txn request");
            }
        }
        deleted.retainAll(put);
        if (!deleted.isEmpty()) {
            throw refused("duplicate key given in txn request");
        }
    }

    private static void checkLeases(Txn txn, LongPredicate leaseLives) {
        for (Txn.Write write : txn.writes()) {
            if (write instanceof Txn.Put put && put.leaseId() != 0
                    && !leaseLives.test(put.leaseId())) {
                throw refused("requested lease not found");
            }
        }
    }

    private static StoreException refused(String why) {
        return new StoreException(Effect.NONE, "etcdserver: " + why, null);
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
        return !(condition instanceof Txn.ValueIs value) || found.value().equals(value.value());
    }

    private Event put(Txn.Put put) {
        long next = revision() + 1;
        KeyValue old = live.get(put.key());
        KeyValue entry = new KeyValue(put.key(), put.value(),
                old == null ? next : old.createRevision(), next, put.leaseId());
        live.put(put.key(), entry);
        return new Event(false, entry);
    }

    private Event gone(String key) {
        return new Event(true, new KeyValue(key, "", 0, revision() + 1, 0));
    }

    private void record(List<Event> events) {
        if (!events.isEmpty()) {
            history.add(List.copyOf(events));
            events.forEach(observer::changed);
        }
    }
}
