// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.time.Duration;

/**
 * Bounds of the kind; tests set them lower.
 *
 * @param grace from TERM to KILL
 * @param firstPause before a watchcmd that ended is started again; doubles each time
 * @param longestPause the pause grows no further; a watchcmd that ran as long begins anew
 */
record Limits(Duration grace, Duration firstPause, Duration longestPause) {

    static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** Output that is kept for messages, of each command. */
    static final int OUTPUT_BYTES = 64 * 1024;

    /**
     * How long to wait until a watchcmd that ended is started again.
     *
     * @param last the pause before it; zero if it was the first start
     * @param ran how long it ran
     */
    Duration pauseAfter(Duration last, Duration ran) {
        if (last.isZero() || ran.compareTo(longestPause) >= 0) {
            return firstPause;
        }
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }
}
