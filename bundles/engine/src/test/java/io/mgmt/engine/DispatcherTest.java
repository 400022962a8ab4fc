// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Test;

public class DispatcherTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int THREADS = 4;
    private static final int EVENTS = 2_000;

    private final AtomicInteger bursts = new AtomicInteger();
    private final Dispatcher dispatcher = new Dispatcher(bursts::incrementAndGet);

    @After
    public void end() {
        dispatcher.close();
    }

    private Thread deciderOfOne() {
        AtomicReference<Thread> decider = new AtomicReference<>();
        dispatcher.postNow(() -> decider.set(Thread.currentThread()));
        eventually(SOON, "the event was taken", () -> decider.get() != null);
        return decider.get();
    }

    @Test
    public void decidesOnTheThreadThatCallsIfNothingWaits() {
        dispatcher.start();
        eventually(SOON, "it is at rest", () -> dispatcher.read(bursts::get) > 0);
        int before = bursts.get();
        assertSame(Thread.currentThread(), deciderOfOne());
        assertEquals("the end of the burst is told", before + 1, bursts.get());
    }

    @Test
    public void decidesNothingBeforeItIsStarted() {
        AtomicBoolean taken = new AtomicBoolean();
        dispatcher.postNow(() -> taken.set(true));
        assertFalse(taken.get());
        dispatcher.start();
        eventually(SOON, "the event was taken", taken::get);
    }

    @Test
    public void decidesNothingAfterItsEnd() {
        dispatcher.start();
        dispatcher.close();
        AtomicBoolean taken = new AtomicBoolean();
        dispatcher.postNow(() -> taken.set(true));
        assertFalse(taken.get());
    }

    /** While another thread decides, nobody waits for it: the event is left to the queue. */
    @Test
    public void neverMakesTheCallerWait() throws Exception {
        dispatcher.start();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        dispatcher.post(() -> {
            begun.countDown();
            awaitUninterrupted(go);
        });
        begun.await();
        AtomicReference<Thread> decider = new AtomicReference<>();
        dispatcher.postNow(() -> decider.set(Thread.currentThread()));
        go.countDown();
        eventually(SOON, "the event was taken", () -> decider.get() != null);
        assertNotSame(Thread.currentThread(), decider.get());
    }

    @Test
    public void takesWhatAnEventPostsAfterThatEvent() {
        dispatcher.start();
        List<String> taken = new ArrayList<>();
        dispatcher.postNow(() -> {
            dispatcher.postNow(() -> taken.add("second"));
            taken.add("first");
        });
        eventually(SOON, "both were taken", () -> dispatcher.read(taken::size) == 2);
        assertEquals(List.of("first", "second"), dispatcher.read(() -> List.copyOf(taken)));
    }

    @Test
    public void survivesADefect() {
        dispatcher.start();
        dispatcher.postNow(() -> {
            throw new IllegalStateException("on purpose");
        });
        deciderOfOne();
    }

    /** Replay with -Dseed=. */
    @Test
    public void takesOneAtATimeAndThoseOfEachThreadInTheirOrder() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DispatcherTest -Dseed=" + seed);
        dispatcher.start();
        // Neither is safe for several threads: only the dispatcher makes them so.
        List<List<Integer>> taken = new ArrayList<>();
        int[] inside = new int[2];
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            List<Integer> mine = new ArrayList<>();
            taken.add(mine);
            Random random = new Random(seed + t);
            Thread thread = new Thread(() -> {
                await(together);
                for (int i = 0; i < EVENTS; i++) {
                    int number = i;
                    Runnable event = () -> {
                        inside[1] += inside[0] == 0 ? 0 : 1;
                        inside[0]++;
                        mine.add(number);
                        inside[0]--;
                    };
                    if (random.nextInt(3) == 0) {
                        dispatcher.post(event);
                    } else {
                        dispatcher.postNow(event);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            all.add(i);
        }
        eventually(SOON, "all were taken", () -> dispatcher.read(() -> taken.stream()
                .mapToInt(List::size).sum()) == THREADS * EVENTS);
        for (List<Integer> mine : taken) {
            assertEquals("seed " + seed, all, mine);
        }
        assertEquals("two at a time, seed " + seed, 0, inside[1]);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
