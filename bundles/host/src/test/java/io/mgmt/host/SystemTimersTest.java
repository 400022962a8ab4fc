// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Timers;
import io.mgmt.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public final class SystemTimersTest {

    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SystemTimers timers = new SystemTimers();

    @After
    public void close() {
        timers.close();
    }

    @Test
    public void runsOnceAfterTheDelayOnADaemon() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        boolean[] daemon = new boolean[1];
        Duration begin = timers.now();
        Duration[] end = new Duration[1];
        timers.after(Duration.ofMillis(20), () -> {
            end[0] = timers.now();
            daemon[0] = Thread.currentThread().isDaemon();
            ran.countDown();
        });
        assertTrue(ran.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertTrue(daemon[0]);
        assertTrue(end[0].minus(begin).compareTo(Duration.ofMillis(20)) >= 0);
    }

    @Test
    public void anExceptionStopsNoPeriod() {
        AtomicInteger runs = new AtomicInteger();
        timers.every(SHORT, () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("expected by the test");
        });
        Eventually.eventually(PATIENCE, "three runs", () -> runs.get() >= 3);
    }

    @Test
    public void aClosedTimerDoesNotRun() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Timers.Timer timer = timers.after(Duration.ofMillis(30), runs::incrementAndGet);
        timer.close();
        CountDownLatch later = new CountDownLatch(1);
        timers.after(Duration.ofMillis(60), later::countDown);
        assertTrue(later.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, runs.get());
    }

    /** A component that is still being deactivated may ask for one more timer. */
    @Test
    public void ignoresWhatIsAskedAfterItsEnd() {
        timers.close();
        timers.after(SHORT, () -> { }).close();
        timers.every(SHORT, () -> { }).close();
    }
}
