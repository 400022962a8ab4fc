// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.util.ArrayList;
import java.util.List;

/**
 * If all conditions hold, all writes happen, in order and at one revision; otherwise none does. At
 * most 128 of each: etcd takes no more (etcd documentation, "--max-txn-ops").
 */
public record Txn(List<Condition> conditions, List<Write> writes) {

    /** The most conditions or writes that one transaction takes. */
    public static final int MOST = 128;

    /** What must hold. */
    public sealed interface Condition {
        String key();
    }

    /** The key does not exist. */
    public record Absent(String key) implements Condition {
    }

    /** The key exists. */
    public record Present(String key) implements Condition {
    }

    /** The key exists and was created at this revision. */
    public record CreatedAt(String key, long revision) implements Condition {
    }

    /** The key exists and was last written at this revision. */
    public record ModifiedAt(String key, long revision) implements Condition {
    }

    /** The key exists and has this value. */
    public record ValueIs(String key, String value) implements Condition {
    }

    /** What is to be done. */
    public sealed interface Write {
        String key();
    }

    /**
     * Writes a key.
     *
     * @param leaseId 0: stays until it is deleted
     */
    public record Put(String key, String value, long leaseId) implements Write {
    }

    /** Deletes a key; an absent one is no error. */
    public record Delete(String key) implements Write {
    }

    public Txn {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
        if (conditions.size() > MOST || writes.size() > MOST) {
            throw new IllegalArgumentException(
                    conditions.size() + " conditions and " + writes.size() + " writes; at most " + MOST + " of each");
        }
    }

    /** Writes without a condition. */
    public static Txn of(Write... writes) {
        return new Txn(List.of(), List.of(writes));
    }

    /** The same, with one more condition. */
    public Txn when(Condition condition) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(condition);
        return new Txn(all, writes);
    }
}
