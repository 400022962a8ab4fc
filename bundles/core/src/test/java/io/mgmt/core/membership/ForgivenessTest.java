// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Test;

public final class ForgivenessTest {

    @Test
    public void eachDayWithoutAFailureHalvesTheCount() {
        int[] counts = {7, 3, 1, 0, 0};
        for (int day = 0; day < counts.length; day++) {
            Duration begun = Duration.ofDays(day);
            assertEquals(counts[day], Forgiveness.left(7, begun));
            assertEquals(counts[day], Forgiveness.left(7, begun.plusDays(1).minusMillis(1)));
        }
    }

    @Test
    public void clocksThatDifferForgiveNothing() {
        assertEquals(7, Forgiveness.left(7, Duration.ofDays(-40)));
    }

    @Test
    public void howeverLongAgoItIsNeverMore() {
        for (int days = 0; days < 100; days++) {
            int left = Forgiveness.left(Integer.MAX_VALUE, Duration.ofDays(days));
            assertEquals(days < 31 ? Integer.MAX_VALUE >> days : 0, left);
        }
    }
}
