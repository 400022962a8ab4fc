// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

public class BackOffTest {

    private static long pause(BackOff backOff, int servedSeconds) {
        return backOff.afterCrash(Duration.ofSeconds(servedSeconds)).toSeconds();
    }

    @Test
    public void doublesUpToHalfAMinute() {
        BackOff backOff = new BackOff();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L),
                IntStream.range(0, 7).mapToObj(i -> pause(backOff, i)).toList());
    }

    @Test
    public void beginsAnewAfterAMinuteOfService() {
        BackOff backOff = new BackOff();
        pause(backOff, 0);
        assertEquals(2, pause(backOff, 59));
        assertEquals(1, pause(backOff, 60));
        assertEquals(2, pause(backOff, 0));
    }
}
