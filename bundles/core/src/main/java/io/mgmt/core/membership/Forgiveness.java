// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import java.time.Duration;

/**
 * How failures of a host are forgotten. The back-off ends at ten minutes, so one that still fails is
 * tried, and counted, many times a day; a day without a failure says that something was mended.
 */
public final class Forgiveness {

    /** Each without a failure halves the count. */
    static final Duration HALVES_IN = Duration.ofDays(1);
    /** An int has no more to be halved. */
    private static final long MOST_HALVINGS = 31;

    private Forgiveness() {
    }

    /**
     * What counts of them still.
     *
     * @param failures as counted when the last one happened
     * @param sinceLast since then; negative counts as zero, because clocks of hosts differ
     */
    public static int left(int failures, Duration sinceLast) {
        long days = Math.max(0, sinceLast.toMillis()) / HALVES_IN.toMillis();
        return days >= MOST_HALVINGS ? 0 : failures >> days;
    }
}
