// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public final class ManualTimersTest {

    private final ManualTimers timers = new ManualTimers();
    private final List<String> ran = new ArrayList<>();

    private Runnable note(String name) {
        return () -> ran.add(timers.now().toMillis() + " " + name);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    public void runsInTheOrderOfDueTimesAndThenOfAsking() {
        timers.after(millis(20), note("c"));
        timers.after(millis(10), note("a"));
        timers.after(millis(10), note("b"));
        timers.advance(millis(30));
        assertEquals(List.of("10 a", "10 b", "20 c"), ran);
        assertEquals(millis(30), timers.now());
    }

    @Test
    public void runsNothingBeforeItsTime() {
        timers.after(millis(10), note("a"));
        timers.advance(millis(9));
        assertEquals(List.of(), ran);
        timers.advance(millis(1));
        assertEquals(List.of("10 a"), ran);
    }

    @Test
    public void runsWhatAnActionAsksForWithinTheTime() {
        timers.after(millis(10), () -> timers.after(millis(5), note("inner")));
        timers.advance(millis(15));
        assertEquals(List.of("15 inner"), ran);
    }

    @Test
    public void repeatsAPeriodUntilItIsClosed() {
        Timers.Timer timer = timers.every(millis(10), note("p"));
        timers.advance(millis(25));
        timer.close();
        timers.advance(millis(100));
        assertEquals(List.of("10 p", "20 p"), ran);
        assertEquals(0, timers.waiting());
    }

    @Test
    public void aPeriodCanCloseItselfWhileItRuns() {
        List<Timers.Timer> own = new ArrayList<>();
        own.add(timers.every(millis(10), () -> {
            ran.add("once");
            own.get(0).close();
        }));
        timers.advance(millis(100));
        assertEquals(List.of("once"), ran);
    }

    @Test
    public void doesNotRunWhatWasCalledOffByAnotherAtTheSameMoment() {
        List<Timers.Timer> second = new ArrayList<>();
        timers.after(millis(10), () -> second.get(0).close());
        second.add(timers.after(millis(10), note("second")));
        timers.advance(millis(10));
        assertEquals(List.of(), ran);
    }

    @Test
    public void zeroRunsAtTheNextAdvanceAndNotAtOnce() {
        timers.after(Duration.ZERO, note("now"));
        assertEquals(List.of(), ran);
        timers.advance(Duration.ZERO);
        assertEquals(List.of("0 now"), ran);
    }

    @Test
    public void handsAnExceptionToTheTestAndKeepsThePeriodUp() {
        timers.every(millis(10), () -> {
            ran.add("p");
            throw new IllegalStateException("broken");
        });
        assertThrows(IllegalStateException.class, () -> timers.advance(millis(10)));
        assertThrows(IllegalStateException.class, () -> timers.advance(millis(10)));
        assertEquals(List.of("p", "p"), ran);
    }

    @Test
    public void findsAnEndlessLoop() {
        Runnable[] loop = new Runnable[1];
        loop[0] = () -> timers.after(Duration.ZERO, loop[0]);
        loop[0].run();
        assertThrows(IllegalStateException.class, () -> timers.advance(millis(1)));
    }

    @Test
    public void goesToTheNextMoment() {
        timers.after(millis(70), note("a"));
        timers.after(millis(70), note("b"));
        timers.after(millis(90), note("c"));
        assertTrue(timers.advanceToNext());
        assertEquals(List.of("70 a", "70 b"), ran);
        assertTrue(timers.advanceToNext());
        assertFalse(timers.advanceToNext());
        assertEquals(millis(90), timers.now());
    }

    @Test
    public void movesTheWallClockAlong() {
        long before = timers.epochMillis();
        timers.advance(Duration.ofSeconds(3));
        assertEquals(before + 3000, timers.epochMillis());
    }

    @Test
    public void refusesTimeThatGoesBackAndPeriodsOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> timers.advance(millis(-1)));
        assertThrows(IllegalArgumentException.class, () -> timers.every(Duration.ZERO, () -> { }));
    }
}
