// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class LimitsTest {

    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMillis(400));

    @Test
    public void pausesDoubleUpToTheLongest() {
        List<Long> pauses = new ArrayList<>();
        Duration pause = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            pause = LIMITS.pauseAfter(pause, Duration.ofMillis(399));
            pauses.add(pause.toMillis());
        }
        assertEquals(List.of(50L, 100L, 200L, 400L, 400L, 400L), pauses);
    }

    @Test
    public void oneThatRanForLongBeginsAnew() {
        assertEquals(Duration.ofMillis(50), LIMITS.pauseAfter(Duration.ofMillis(400), Duration.ofMillis(400)));
    }
}
