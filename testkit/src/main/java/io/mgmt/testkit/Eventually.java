// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits for what happens in other threads and processes; below that level use a manual clock. */
public final class Eventually {

    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {
    }

    /**
     * Waits until the claim holds.
     *
     * @param within how long at most
     * @param claim what is waited for; the failure says it
     * @throws org.awaitility.core.ConditionTimeoutException if it never held
     */
    public static void eventually(Duration within, String claim, BooleanSupplier holds) {
        Awaitility.await(claim)
                .atMost(within)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(holds::getAsBoolean);
    }
}
