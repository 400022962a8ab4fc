// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

public class SettlingTest {

    /** What the wall clock shows when the test begins. */
    private static final long EPOCH = 1_000_000;

    private final Settling settling = new Settling();
    private long nowMillis;

    private Optional<Duration> look(Map<String, Stamp> present) {
        return settling.look(new TreeMap<>(present), Duration.ofMillis(nowMillis), EPOCH + nowMillis);
    }

    private Stamp written(long bytes) {
        return new Stamp(bytes, EPOCH + nowMillis, "1");
    }

    @Test
    public void takesAFileThatWasFinishedBeforeItCameAtOnce() {
        assertEquals(Optional.empty(), look(Map.of("a.jar", new Stamp(1, EPOCH - 200, "1"))));
        assertEquals(Set.of("a.jar"), settling.settled().keySet());
    }

    @Test
    public void waitsWhileAFileGrows() {
        assertEquals(Optional.of(Settling.QUIET), look(Map.of("a.jar", written(1))));
        nowMillis += 150;
        Stamp last = written(2);
        assertEquals(Optional.of(Settling.QUIET), look(Map.of("a.jar", last)));
        nowMillis += 150;
        assertEquals(Optional.of(Duration.ofMillis(50)), look(Map.of("a.jar", last)));
        assertEquals(Set.of(), settling.settled().keySet());
        nowMillis += 50;
        assertEquals(Optional.empty(), look(Map.of("a.jar", last)));
        assertEquals(Map.of("a.jar", last), settling.settled());
    }

    /** The clock of a file server may be ahead. */
    @Test
    public void takesAFileOfTheFutureOnceItIsQuiet() {
        Stamp future = new Stamp(1, EPOCH + 3_600_000, "1");
        look(Map.of("a.jar", future));
        nowMillis += 200;
        assertEquals(Optional.empty(), look(Map.of("a.jar", future)));
        assertEquals(Set.of("a.jar"), settling.settled().keySet());
    }

    @Test
    public void keepsWhatWasWhileItIsReplaced() {
        Stamp old = new Stamp(1, EPOCH - 200, "1");
        look(Map.of("a.jar", old));
        assertEquals(Optional.of(Settling.QUIET), look(Map.of()));
        assertEquals("deleted just now", Map.of("a.jar", old), settling.settled());
        nowMillis += 100;
        Stamp fresh = new Stamp(2, EPOCH + nowMillis, "2");
        look(Map.of("a.jar", fresh));
        assertEquals("still being copied", Map.of("a.jar", old), settling.settled());
        nowMillis += 200;
        look(Map.of("a.jar", fresh));
        assertEquals(Map.of("a.jar", fresh), settling.settled());
    }

    @Test
    public void forgetsWhatStaysAway() {
        look(Map.of("a.jar", new Stamp(1, EPOCH - 200, "1")));
        look(Map.of());
        nowMillis += 200;
        assertEquals(Optional.empty(), look(Map.of()));
        assertEquals(Map.of(), settling.settled());
    }
}
