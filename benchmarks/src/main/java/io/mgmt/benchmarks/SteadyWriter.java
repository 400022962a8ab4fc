// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that writes every 10 ms, whatever happens to the cluster. A write begins at one voter
 * after the other; if that one refuses or is late, the same is tried at the next.
 */
final class SteadyWriter implements AutoCloseable {

    /** One try at one endpoint. */
    static final Duration TRY = Duration.ofMillis(250);

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * What happened since the last {@link #reset()}.
     *
     * @param gapMillis the longest time without an acknowledged write, the last one included
     * @param written acknowledged
     * @param failed that no endpoint has taken
     * @param turnedAway tries that failed at one endpoint, whether or not the next one took it
     */
    record Seen(double gapMillis, int written, int failed, int turnedAway) {
    }

    private final Gateway gateway = new Gateway(TRY);
    private final Thread thread = new Thread(this::run, "writer");
    private volatile List<String> urls;
    private volatile boolean ended;
    /** Of the last acknowledged write; guarded by this, as all below. */
    private long lastNanos = System.nanoTime();
    private long gapNanos;
    private int written;
    private int failed;
    private int turnedAway;

    /** Begins. */
    SteadyWriter(List<String> urls) {
        this.urls = List.copyOf(urls);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where to write from now on: the client URLs of the voters. */
    void to(List<String> now) {
        urls = List.copyOf(now);
    }

    /** Begins to count anew. */
    synchronized void reset() {
        lastNanos = System.nanoTime();
        gapNanos = 0;
        written = 0;
        failed = 0;
        turnedAway = 0;
    }

    synchronized Seen seen() {
        long gap = Math.max(gapNanos, System.nanoTime() - lastNanos);
        return new Seen(gap / 1e6, written, failed, turnedAway);
    }

    private void run() {
        long next = System.nanoTime();
        for (int i = 0; !ended; i++) {
            try {
                write(i);
            } catch (InterruptedException e) {
                return;
            }
            // After a late one the missed ones are not made up for.
            next = Math.max(next + EVERY_NANOS, System.nanoTime());
            while (!ended && System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void write(int number) throws InterruptedException {
        List<String> now = urls;
        for (int i = 0; i < now.size(); i++) {
            try {
                gateway.put(now.get((number + i) % now.size()), "/written/" + number % 1000, "v");
                acknowledged();
                return;
            } catch (IOException e) {
                // The next one then; that is counted, and what the client of a cluster has to do.
                turnedAway();
            }
        }
        failed();
    }

    private synchronized void acknowledged() {
        long now = System.nanoTime();
        gapNanos = Math.max(gapNanos, now - lastNanos);
        lastNanos = now;
        written++;
    }

    private synchronized void turnedAway() {
        turnedAway++;
    }

    private synchronized void failed() {
        failed++;
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
