// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.time.Duration;

/**
 * The times of raft that all members of a cluster should share.
 *
 * @param heartbeat between two signs of life of raft's leader; above zero
 * @param election without a sign of life, until the others elect another one; at least five
 *     heartbeats and at most 50 s, or etcd does not start (etcd documentation, "Time parameters")
 */
public record RaftTiming(Duration heartbeat, Duration election) {

    /** etcd's own bound. */
    public static final Duration LONGEST_ELECTION = Duration.ofSeconds(50);

    public RaftTiming {
        if (!isValid(heartbeat, election)) {
            throw new IllegalArgumentException("a heartbeat of " + heartbeat.toMillis() + " ms and an election"
                    + " time-out of " + election.toMillis() + " ms do not go together: etcd wants at least five"
                    + " heartbeats, and at most 50000 ms");
        }
    }

    private static boolean isValid(Duration heartbeat, Duration election) {
        return heartbeat.toMillis() > 0 && election.compareTo(heartbeat.multipliedBy(5)) >= 0
                && election.compareTo(LONGEST_ELECTION) <= 0;
    }
}
