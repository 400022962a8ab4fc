// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/** The threads that resources are worked on with. */
final class Pool {

    /** With one thread a single slow disk would stop everything. */
    private static final int FEWEST = 2;
    /** How many may wait for something outside, such as a child process, while others go on. */
    static final int MOST = 64;
    private static final int IDLE_SECONDS = 10;

    private Pool() {
    }

    /**
     * Daemon threads, begun when needed; those that wait through {@link ForkJoinPool#managedBlock}
     * are made up for.
     */
    static ForkJoinPool create() {
        int parallelism = Math.max(FEWEST, Runtime.getRuntime().availableProcessors());
        ForkJoinPool.ForkJoinWorkerThreadFactory factory = pool -> {
            ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(
                    pool);
            thread.setName("mgmt-resource-" + thread.getPoolIndex());
            thread.setDaemon(true);
            return thread;
        };
        // First in, first out, because a vertex that became ready first has waited longest. With as
        // many threads as MOST waiting, the last true lets further ones wait without being made up
        // for.
        return new ForkJoinPool(parallelism, factory, null, true, parallelism,
                Math.max(MOST, parallelism),
                parallelism, pool -> true, IDLE_SECONDS, TimeUnit.SECONDS);
    }
}
