// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What listeners and owners are still to be told, in order. It is told by whichever thread finds nobody
 * telling, and never under the store's lock.
 */
final class Deliveries {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    synchronized void add(Runnable delivery) {
        waiting.add(delivery);
    }

    /** Tells everything, unless somebody does so already; that one then tells this too. */
    void run() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error thrown) {
                // A listener's mistake must not keep the others from hearing; the test's log shows it.
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
            }
        }
    }

    private synchronized Runnable next() {
        Runnable next = waiting.poll();
        running = next != null;
        return next;
    }
}
