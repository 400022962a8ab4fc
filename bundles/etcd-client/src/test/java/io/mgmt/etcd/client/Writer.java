// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Writes 1, 2, 3, … under {@code /seq/n}, whatever happens, and remembers what was acknowledged. */
final class Writer {

    private final Store store;
    private final Thread thread = new Thread(this::run, "writer");
    private final List<Integer> acknowledged = new ArrayList<>();
    private long lastNanos = System.nanoTime();
    private long longestGapNanos;
    private volatile boolean ended;
    private volatile Throwable broken;

    Writer(Store store) {
        this.store = store;
        thread.start();
    }

    private void run() {
        for (int i = 1; !ended; i++) {
            try {
                store.commit(Txn.of(new Txn.Put("/seq/n", "" + i, 0))).join();
                acknowledge(i);
            } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof StoreException)) {
                    broken = failed;
                    return;
                }
                // The number is used up: it may have been written.
            }
        }
    }

    private synchronized void acknowledge(int number) {
        acknowledged.add(number);
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastNanos);
        lastNanos = now;
    }

    /** The longest time between two acknowledged writes since this was asked last. */
    synchronized long takeLongestGapMillis() {
        long gap = longestGapNanos;
        longestGapNanos = 0;
        return TimeUnit.NANOSECONDS.toMillis(gap);
    }

    private synchronized int count() {
        return acknowledged.size();
    }

    /** Waits until so many more writes were acknowledged. */
    void awaitMore(int writes) {
        int before = count();
        eventually(Client.SOON, writes + " more writes", () -> count() >= before + writes);
    }

    private synchronized List<Integer> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Ends, and gives the numbers that were acknowledged. */
    List<Integer> end() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (broken != null) {
            throw new AssertionError("a failure that is no StoreException", broken);
        }
        return acknowledged();
    }
}
