// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client that writes, reads and counts the voters all the time, through all the endpoints there may be,
 * whatever happens to the cluster. It remembers what was acknowledged.
 */
final class Writer implements AutoCloseable {

    private static final String PREFIX = "/written/";
    private static final long EVERY_MILLIS = 5;
    /** One try; a write is safe to repeat, so that the next try may be elsewhere. */
    private static final Duration TRY = Duration.ofMillis(400);
    /** An endpoint that failed is passed over for so long, if there are others. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** The longest time without an acknowledged write, and the most voters that were ever listed. */
    record Seen(Duration gap, int mostVoters) {
    }

    private final List<String> urls;
    private final Gateway gateway = new Gateway(TRY);
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final Map<String, Long> resting = new ConcurrentHashMap<>();
    private final Random random = new Random();
    /** What was acknowledged: key and value. Guarded by this, as all below. */
    private final SortedMap<String, String> acknowledged = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private String someKey = "";
    private int written;
    private long lastNanos;
    private long gapNanos;
    private int mostVoters;

    private Writer(Collection<String> urls) {
        this.urls = List.copyOf(urls);
    }

    /** Begins. */
    static Writer start(Collection<String> urls) {
        Writer writer = new Writer(urls);
        writer.lastNanos = System.nanoTime();
        for (Call call : List.<Call>of(writer::write, writer::read, writer::count)) {
            writer.threads.scheduleWithFixedDelay(() -> writer.anywhere(call), 0, EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
        return writer;
    }

    /**
     * The same as a process of its own, for a test in another network namespace: it writes to the client URLs
     * until its standard input ends, and ends with 0 if nothing is lost.
     */
    public static void main(String[] urls) throws IOException, InterruptedException {
        Writer writer = start(List.of(urls));
        System.in.readAllBytes();
        System.out.println(writer.seen());
        writer.nothingIsLost(urls[0]);
    }

    /** Something done at one endpoint. */
    private interface Call {
        void at(String url) throws IOException, InterruptedException;
    }

    /** Tries each endpoint until one answers; the first is another one each time. */
    private void anywhere(Call call) {
        int first = random.nextInt(urls.size());
        for (boolean desperate : new boolean[] {false, true}) {
            for (int i = 0; i < urls.size(); i++) {
                String url = urls.get((first + i) % urls.size());
                boolean rests = resting.getOrDefault(url, Long.MIN_VALUE) > System.nanoTime();
                if (rests == desperate && isDone(call, url)) {
                    return;
                }
            }
        }
    }

    private boolean isDone(Call call, String url) {
        try {
            call.at(url);
            return true;
        } catch (IOException e) {
            resting.put(url, System.nanoTime() + REST.toNanos());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void write(String url) throws IOException, InterruptedException {
        String value = Integer.toString(written);
        String key = PREFIX + "%08d".formatted(written);
        gateway.put(url, key, value);
        acknowledged(key, value);
    }

    private synchronized void acknowledged(String key, String value) {
        acknowledged.put(key, value);
        someKey = random.nextInt(10) == 0 || someKey.isEmpty() ? key : someKey;
        written++;
        long now = System.nanoTime();
        gapNanos = Math.max(gapNanos, now - lastNanos);
        lastNanos = now;
    }

    /** Whatever was acknowledged before the read began must be found, at any member. */
    private void read(String url) throws IOException, InterruptedException {
        String key = key();
        if (!key.isEmpty() && gateway.get(url, key).isEmpty()) {
            violation(url + " does not know " + key + ", which was acknowledged");
        }
    }

    private synchronized String key() {
        return someKey;
    }

    private synchronized void violation(String what) {
        violations.add(what);
    }

    private void count(String url) throws IOException, InterruptedException {
        long voters = gateway.members(url).stream().filter(member -> !member.learner()).count();
        counted((int) voters);
    }

    private synchronized void counted(int voters) {
        mostVoters = Math.max(mostVoters, voters);
    }

    /** What was seen since the last call, or since the beginning; then begins anew. */
    synchronized Seen seen() {
        long now = System.nanoTime();
        Seen seen = new Seen(Duration.ofNanos(Math.max(gapNanos, now - lastNanos)), mostVoters);
        gapNanos = 0;
        mostVoters = 0;
        return seen;
    }

    /** How many writes were acknowledged. */
    synchronized int written() {
        return written;
    }

    /** Ends it, and fails if an acknowledged write is missing at the given endpoint. */
    void nothingIsLost(String url) throws IOException, InterruptedException {
        close();
        SortedMap<String, String> there = new Gateway(Duration.ofSeconds(10)).below(url, PREFIX);
        assertEquals(List.of(), violations);
        assertTrue("nothing was ever written", written() > 0);
        List<String> missing = acknowledged.keySet().stream()
                .filter(key -> !acknowledged.get(key).equals(there.get(key))).toList();
        assertEquals("acknowledged, and not there", List.of(), missing);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the writer does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
