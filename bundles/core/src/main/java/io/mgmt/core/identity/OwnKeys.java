// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import io.mgmt.store.Txn.Absent;
import io.mgmt.store.Txn.Condition;
import io.mgmt.store.Txn.Delete;
import io.mgmt.store.Txn.ModifiedAt;
import io.mgmt.store.Txn.Put;
import io.mgmt.store.Txn.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of one host as they should stand.
 *
 * @param host its name
 * @param leaseId of the host session: the keys of the living host go with it
 * @param info the value of {@code hosts/<host>}
 * @param volunteer the value of {@code volunteers/<host>}; empty: the key must not be there
 * @param endpoint the value of {@code endpoints/<host>}; empty: the key must not be there
 * @param started the value of {@code started/<host>}; empty: whatever stands there stays
 * @param timing written if there is none; empty: never
 * @param idealClusterSize written if there is none; empty: never
 */
public record OwnKeys(String host, long leaseId, String info, Optional<String> volunteer,
        Optional<String> endpoint, Optional<String> started, Optional<String> timing,
        Optional<String> idealClusterSize) {

    /**
     * What is to be written.
     *
     * @param txn guarded, so that it cannot overwrite what somebody else wrote meanwhile
     * @param repairs a key is missing or not held by this session; false if only values have
     *     changed
     * @param keys what it writes, sorted, for the log
     */
    public record Change(Txn txn, boolean repairs, List<String> keys) {
        public Change {
            Objects.requireNonNull(txn, "txn");
            keys = List.copyOf(keys);
        }
    }

    public OwnKeys {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(info, "info");
    }

    /** The names of the keys that a host reads before it writes, sorted. */
    public static List<String> names(String host, boolean runsServer) {
        Set<String> names = new TreeSet<>();
        names.add(Keys.host(host));
        if (runsServer) {
            names.addAll(List.of(Keys.volunteer(host), Keys.endpoint(host), Keys.started(host),
                    Keys.nominated(host), Keys.memory(host), Keys.TIMING, Keys.IDEAL_CLUSTER_SIZE));
        }
        return List.copyOf(names);
    }

    /**
     * Compares with what stands in the store.
     *
     * @param present the keys of {@link #names} that exist
     * @return empty if all is as it should be
     */
    public Optional<Change> change(Map<String, KeyValue> present) {
        Pending pending = new Pending(present);
        pending.put(Keys.host(host), info, leaseId);
        pending.keep(Keys.volunteer(host), volunteer, leaseId);
        pending.keep(Keys.endpoint(host), endpoint, leaseId);
        started.ifPresent(value -> pending.put(Keys.started(host), value, 0));
        timing.ifPresent(value -> pending.putIfAbsent(Keys.TIMING, value));
        idealClusterSize.ifPresent(value -> pending.putIfAbsent(Keys.IDEAL_CLUSTER_SIZE, value));
        return pending.change(Keys.host(host));
    }

    /** What has to change, as far as it was looked at. */
    private static final class Pending {

        private final Map<String, KeyValue> present;
        private final List<Condition> conditions = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private boolean repairs;

        Pending(Map<String, KeyValue> present) {
            this.present = present;
        }

        void put(String key, String value, long lease) {
            KeyValue now = present.get(key);
            boolean held = now != null && now.leaseId() == lease;
            if (!held || !now.value().equals(value)) {
                repairs |= !held;
                writes.add(new Put(key, value, lease));
                keys.add(key);
            }
        }

        void keep(String key, Optional<String> value, long lease) {
            if (value.isPresent()) {
                put(key, value.get(), lease);
            } else if (present.containsKey(key)) {
                writes.add(new Delete(key));
                keys.add(key);
            }
        }

        void putIfAbsent(String key, String value) {
            if (!present.containsKey(key)) {
                repairs = true;
                conditions.add(new Absent(key));
                writes.add(new Put(key, value, 0));
                keys.add(key);
            }
        }

        /**
         * Every write depends on the host key: another host of this name must not be overwritten.
         */
        Optional<Change> change(String hostKey) {
            if (writes.isEmpty()) {
                return Optional.empty();
            }
            KeyValue now = present.get(hostKey);
            conditions.add(now == null ? new Absent(hostKey)
                    : new ModifiedAt(hostKey, now.modRevision()));
            keys.sort(null);
            return Optional.of(new Change(new Txn(conditions, writes), repairs, keys));
        }
    }
}
