// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Test;

public final class LimitsTest {

    @Test
    public void doublesThePauseUpToABound() {
        Limits limits = new Limits(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertEquals(Duration.ofSeconds(2), limits.next(Duration.ofSeconds(1)));
        assertEquals(Duration.ofSeconds(3), limits.next(Duration.ofSeconds(2)));
        assertEquals(Duration.ofSeconds(3), limits.next(Duration.ofSeconds(3)));
    }
}
