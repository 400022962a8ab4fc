// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.time.Duration;

/**
 * How often each figure is taken.
 *
 * @param starts of an agent with one file
 * @param thousand of an agent with 1,000 files, in pairs of first and again
 * @param tenThousand the same with 10,000 files
 * @param repairs of each kind
 * @param settle before memory and processor are read
 * @param idle how long the processor is watched
 */
record Effort(int starts, int thousand, int tenThousand, int repairs, Duration settle,
        Duration idle) {

    static final Effort FULL =
            new Effort(10, 5, 3, 50, Duration.ofSeconds(10), Duration.ofSeconds(20));
    static final Effort QUICK =
            new Effort(3, 2, 1, 10, Duration.ofSeconds(3), Duration.ofSeconds(5));
}
