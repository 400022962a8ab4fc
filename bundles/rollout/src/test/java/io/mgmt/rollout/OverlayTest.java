// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;

/** The claims hold for any configuration; {@code -Dseed=} replays one. */
public final class OverlayTest {

    private static final int ROUNDS = 5_000;

    private interface Claim {
        void holds(Optional<Map<String, Object>> own, Map<String, Object> first, Map<String, Object> second);
    }

    private static void always(Claim claim) {
        long only = Long.getLong("seed", -1);
        for (long seed = only < 0 ? 1 : only; seed <= (only < 0 ? ROUNDS : only); seed++) {
            Random random = new Random(seed);
            try {
                claim.holds(random.nextInt(5) == 0 ? Optional.empty() : Optional.of(any(random)), any(random),
                        any(random));
            } catch (AssertionError e) {
                throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Map<String, Object> any(Random random) {
        Map<String, Object> map = new TreeMap<>();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            if (random.nextBoolean()) {
                map.put(name, random.nextBoolean() ? (Object) random.nextInt(3) : "x" + random.nextInt(3));
            }
        }
        return map;
    }

    /** Names of properties do not go by case, and arrays are compared by what is in them. */
    private static String text(Optional<Map<String, Object>> properties) {
        return properties.map(map -> Json.text(new TreeMap<>(map))).orElse("none");
    }

    @Test
    public void whatIsTakenOffLeavesWhatWasThere() {
        always((own, first, second) -> assertEquals(text(own),
                text(Overlay.over(Overlay.over(own, first), Map.of()))));
    }

    @Test
    public void onlyWhatIsLaidOverItLastCounts() {
        always((own, first, second) -> assertEquals(text(Overlay.over(own, second)),
                text(Overlay.over(Overlay.over(own, first), second))));
    }

    @Test
    public void theSameOnceMoreChangesNothing() {
        always((own, first, second) -> {
            Optional<Map<String, Object>> once = Overlay.over(own, first);
            assertEquals(text(once), text(Overlay.over(once, first)));
        });
    }

    @Test
    public void theClusterWinsAndTheRestStays() {
        always((own, first, second) -> Overlay.over(own, first).ifPresent(all -> {
            first.forEach((name, value) -> assertEquals(value, all.get(name)));
            own.orElse(Map.of()).forEach((name, value) -> assertEquals(first.getOrDefault(name, value), all.get(name)));
        }));
    }

    @Test
    public void namesAreComparedWithoutTheirCase() {
        Map<String, Object> all = Overlay.over(Optional.of(Map.of("Min", 1)), Map.of("min", 2)).orElseThrow();
        assertEquals(2, all.get("MIN"));
        assertEquals(1L, all.keySet().stream().filter(name -> name.equalsIgnoreCase("min")).count());
        assertEquals(Optional.of(Map.of("min", 1)), Overlay.over(Optional.of(all), Map.of()).map(Map::copyOf));
    }

    /** Somebody has written the whole configuration anew, as FileInstall does when its file has changed. */
    @Test
    public void whatIsWrittenAnewIsWhatItReturnsTo() {
        Map<String, Object> anew = Map.of("min", 5);
        Map<String, Object> all = Overlay.over(Optional.of(anew), Map.of("min", 2)).orElseThrow();
        assertArrayEquals(new String[] {"min"}, (String[]) all.get(Overlay.NAMES));
        assertEquals(Optional.of(anew), Overlay.beneath(Optional.of(all)).map(Map::copyOf));
    }
}
