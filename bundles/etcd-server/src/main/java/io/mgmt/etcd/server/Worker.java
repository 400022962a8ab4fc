// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that may wait: for a binary, for a process, for an answer. Only what is marked as
 * cancellable is ever interrupted, so that a process that is being ended is ended in order.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** Longer than it takes to stop an etcd in order. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(15);

    /** What the thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    /** Something that takes long, and can be given up. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws IOException, InterruptedException;
    }

    private final Object lock = new Object();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> Daemon.thread("mgmt-etcd", task));
    /**
     * Raised by each cancellation; what was asked for before it is not begun. Guarded by the lock.
     */
    private long cancellations;
    /** Guarded by the lock. */
    private long acknowledged;
    /** Guarded by the lock; the thread itself while it can be interrupted. */
    private Thread interruptible;

    /** @return false if it was closed, so that the task will never run */
    boolean execute(Task task) {
        try {
            thread.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException closed) {
            // Its timers and processes may report after the end; nobody listens any more.
            LOG.debug("not run any more: {}", task);
            return false;
        }
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException calledOff) {
            LOG.debug("called off: {}", task);
        } catch (RuntimeException e) {
            // The top of this thread's loop: the next task must run all the same.
            LOG.error("a fault in the supervision of etcd; please report it", e);
        }
    }

    /**
     * Calls off what can be called off, and what is still to come of it before {@link
     * #acknowledge}.
     */
    void cancel() {
        synchronized (lock) {
            cancellations++;
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
    }

    /** The one who cancelled has come to its turn. */
    void acknowledge() {
        synchronized (lock) {
            acknowledged++;
        }
    }

    /** @throws InterruptedException if what is about to begin was called off meanwhile */
    void check() throws InterruptedException {
        synchronized (lock) {
            if (cancellations > acknowledged) {
                throw new InterruptedException();
            }
        }
    }

    /** @throws InterruptedException if it was called off */
    <T> T cancellable(Call<T> call) throws IOException, InterruptedException {
        synchronized (lock) {
            check();
            interruptible = Thread.currentThread();
        }
        try {
            return call.call();
        } finally {
            synchronized (lock) {
                interruptible = null;
                // An interrupt that came too late is not for what comes next.
                Thread.interrupted();
            }
        }
    }

    /**
     * Takes nothing new, and waits until what is under way has come to its end: whoever comes after
     * this one must not find a process half started. Bounded; an interrupt ends the waiting.
     */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the supervision of etcd is still busy after {} s",
                        CLOSE_BOUND.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
