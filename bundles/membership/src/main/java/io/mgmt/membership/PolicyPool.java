// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for questions to policies: made when they are needed, and gone when they are not. */
final class PolicyPool implements Executor, AutoCloseable {

    /** One that never comes back holds one; with so many of them the next questions are refused. */
    private static final int MOST = 16;
    /** Longer than the tick, so that an agent that leads keeps its thread. */
    private static final int IDLE_SECONDS = 10;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS,
            new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable run) {
        Thread thread = new Thread(run, "mgmt-policy-" + made.incrementAndGet());
        thread.setDaemon(true);
        // A thread remembers who made it, and that may be a bundle that goes.
        thread.setContextClassLoader(null);
        return thread;
    }

    @Override
    public void execute(Runnable question) {
        pool.execute(question);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
