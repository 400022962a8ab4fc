// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a connection: one for the network, which also has all of our state to itself, and a few
 * for what others do with the answers, so that nobody holds up the network.
 */
final class Threads implements AutoCloseable {

    private static final int FOR_OTHERS = 4;
    private static final int IDLE_SECONDS = 10;
    private static final long CLOSE_MILLIS = 300;

    private final EventLoop loop;
    private final ExecutorService callbacks;
    /** A name service that hangs holds up those who need it, and no answer. */
    private final ExecutorService names;

    Threads() {
        // Alone and not in a group: a group that ends leaves a thread of Netty's behind for a second.
        loop = new SingleThreadIoEventLoop(null, named("etcd-client-io"), NioIoHandler.newFactory());
        callbacks = pool("etcd-client", FOR_OTHERS);
        names = pool("etcd-client-names", FOR_OTHERS);
    }

    /** A pool whose threads end when they have nothing to do. */
    static ThreadPoolExecutor pool(String name, int threads) {
        // What waits is bounded by Calls.MOST_AT_ONCE and, for each watch, by one message.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    EventLoop loop() {
        return loop;
    }

    /** Runs code of others. After the end it runs in the thread that asks: nobody must wait forever. */
    void callback(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    /** Runs what may ask a name service; after the end nobody waits for what it would tell. */
    void lookUp(Runnable task) {
        if (!names.isShutdown()) {
            names.execute(task);
        }
    }

    /**
     * Runs on the loop, at once if this is it.
     *
     * @return false if the loop has ended: then nothing is run, and the state that it guards is gone
     */
    boolean confined(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        return later(task);
    }

    /** Like {@link #confined}, but never at once: what waits on the loop already comes first. */
    boolean later(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** Ends all threads; what was to be told is told first. */
    @Override
    public void close() {
        names.shutdownNow();
        loop.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            loop.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            callbacks.shutdown();
            if (!callbacks.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                callbacks.shutdownNow();
            }
        } catch (InterruptedException e) {
            callbacks.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
