// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.time.Duration;

/**
 * How the engine treats a resource, whatever its kind.
 *
 * @param noop report what would change, and change nothing
 * @param retry how often a failed check or change is tried again; -1: without end
 * @param delay the pause before it is tried again
 * @param poll checked again after this time although no event came; zero: events only
 * @param autoEdge takes part in automatic edges
 * @param autoGroup may be handled as one with resources of the same group key
 */
public record Meta(boolean noop, int retry, Duration delay, Duration poll, boolean autoEdge, boolean autoGroup) {

    /** What a resource without a {@code meta} section gets. */
    public static final Meta DEFAULT = new Meta(false, 0, Duration.ofSeconds(1), Duration.ZERO, true, true);

    /** @throws IllegalArgumentException for a retry below -1 or a negative time */
    public Meta {
        if (retry < -1 || delay.isNegative() || poll.isNegative()) {
            throw new IllegalArgumentException("retry " + retry + ", delay " + delay + ", poll " + poll);
        }
    }
}
