// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * Lives of clusters with seeded faults; {@code -Dschedules=} says how many, {@code -Dseed=} replays one.
 */
public class ScheduleTest {

    private static final int SCHEDULES = Integer.getInteger("schedules", 2000);
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int OF_EACH_FAULT = 3;
    private static final long REPLAYED = 54;

    private static void holds(int schedules, long first, Optional<String> fault) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int broken = Main.run(schedules, first, fault, new PrintStream(told, true, StandardCharsets.UTF_8));
        String words = told.toString(StandardCharsets.UTF_8);
        assertEquals(words, 0, broken);
    }

    @Test
    public void noScheduleBreaksAnInvariant() {
        holds(System.getProperty("seed") == null ? SCHEDULES : 1, FIRST, Optional.empty());
    }

    @Test
    public void noFaultAloneBreaksAnInvariant() {
        for (String fault : new World(1, 1, false).faults.names()) {
            holds(OF_EACH_FAULT, FIRST, Optional.of(fault));
        }
    }

    @Test
    public void theSameSeedGivesTheSameTraceInAnotherJvm() throws IOException, InterruptedException {
        Schedule.Result here = Schedule.run(REPLAYED, true, Optional.empty());
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Dseed=" + REPLAYED,
                // Another layout of the heap, and another order of whatever depends on it.
                "-XX:+UseParallelGC", "-Xint", Main.class.getName()).redirectErrorStream(true).start();
        try {
            String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(other.waitFor(60, TimeUnit.SECONDS));
            List<String> lines = said.lines().toList();
            String last = lines.get(lines.size() - 1);
            assertTrue(last, last.contains("trace=" + here.trace().hash()));
            assertTrue(last, last.contains("fingerprint=" + Long.toHexString(here.fingerprint())));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    public void whetherTheTraceIsWrittenMakesNoDifference() {
        assertEquals(Schedule.run(REPLAYED, false, Optional.empty()).fingerprint(),
                Schedule.run(REPLAYED, true, Optional.empty()).fingerprint());
    }

    @Test
    public void schedulesDoSomething() {
        int promotions = 0;
        int removals = 0;
        for (int seed = 1; seed <= 20; seed++) {
            Schedule.Result result = Schedule.run(seed, false, Optional.empty());
            promotions += result.promotions();
            removals += result.removals();
        }
        assertTrue(promotions + " promotions", promotions >= 20);
        assertTrue(removals + " removals", removals >= 5);
    }
}
