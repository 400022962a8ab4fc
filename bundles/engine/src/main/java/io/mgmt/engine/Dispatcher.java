// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that decides: whatever happens is posted here and taken one by one, so that no
 * decision needs a lock of its own. It never waits for a resource, a file or the store.
 *
 * <p>The queue has no bound of its own; its users post at most one event at a time for each vertex,
 * timer and call to the store.
 */
final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    /** How many were posted and are not taken to their end. */
    private final AtomicInteger waiting = new AtomicInteger();
    /** Held while anything is decided or looked at. */
    private final ReentrantLock deciding = new ReentrantLock();
    private final Runnable afterBurst;
    private final Thread thread;
    /** Guarded by that lock. */
    private boolean isRunning;

    /** @param afterBurst called as an event is, whenever nothing more is waiting */
    Dispatcher(Runnable afterBurst) {
        this.afterBurst = afterBurst;
        this.thread = new Thread(this::loop, "mgmt-engine");
        thread.setDaemon(true);
    }

    void start() {
        deciding.lock();
        try {
            isRunning = true;
        } finally {
            deciding.unlock();
        }
        thread.start();
    }

    /** Has it done soon, after what was posted before. After the end it is dropped. */
    void post(Runnable event) {
        waiting.incrementAndGet();
        queue.add(event);
    }

    /**
     * The same; but if nothing else is waiting it is done at once, on the thread that calls, which
     * saves a repair the time until another thread wakes up. The event must not wait, and must not
     * call what takes locks of the caller.
     */
    void postNow(Runnable event) {
        if (waiting.get() > 0 || deciding.isHeldByCurrentThread() || !deciding.tryLock()) {
            post(event);
            return;
        }
        try {
            // What was posted meanwhile comes first: somebody may have posted two in a row.
            if (!isRunning || waiting.get() > 0) {
                post(event);
                return;
            }
            run(event);
            if (waiting.get() == 0) {
                run(afterBurst);
            }
        } finally {
            deciding.unlock();
        }
    }

    /** Looks at what is decided here, between two events. */
    <T> T read(Supplier<T> look) {
        deciding.lock();
        try {
            return look.get();
        } finally {
            deciding.unlock();
        }
    }

    private void loop() {
        try {
            while (true) {
                Runnable event = queue.poll();
                if (event == null) {
                    decide(afterBurst);
                    event = queue.take();
                }
                if (!decide(event)) {
                    return;
                }
                waiting.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if that was the end */
    private boolean decide(Runnable event) {
        deciding.lock();
        try {
            run(event);
            return isRunning;
        } finally {
            deciding.unlock();
        }
    }

    private static void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            // The top of the loop: one defect must not stop every other vertex.
            LOG.error("engine failed: reason=\"a defect; please report it\"", e);
        }
    }

    /** Ends after what was posted before, and returns at once. */
    @Override
    public void close() {
        post(() -> isRunning = false);
    }
}
