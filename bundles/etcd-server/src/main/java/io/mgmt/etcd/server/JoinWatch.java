// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out that a joiner waits for what has already happened. It opens its client port once it has
 * seen its own name come by in raft's log; if raft's leader sends it a snapshot that holds the name
 * already, it never does, and asks anew only after 5 s and two election time-outs (etcd's source,
 * "publishV3"). Started again, it has the snapshot, and sees the log.
 */
final class JoinWatch {

    /** The port opens within a millisecond of the name, whatever the network: both come of the same log entry. */
    static final Duration PATIENCE = Duration.ofMillis(150);
    /** For its client port, which is not expected to answer; longer would only delay the next look. */
    static final int TIMEOUT_MILLIS = 100;

    private Optional<Duration> namedSince = Optional.empty();

    /**
     * To be asked while its client port is shut.
     *
     * @param now by the monotonic clock
     * @return true if starting it again helps
     */
    boolean isStuck(StartPlan plan, Duration now) {
        if (namedSince.isEmpty() && isNamed(plan)) {
            namedSince = Optional.of(now);
        }
        return namedSince.filter(since -> now.minus(since).compareTo(PATIENCE) >= 0).isPresent();
    }

    /** In its own copy of the member list, which its peer port shows without a quorum. */
    private static boolean isNamed(StartPlan plan) {
        try {
            return PlainGet.of(plan.peerUrls().list().get(0), "/members", TIMEOUT_MILLIS)
                    .contains("\"name\":\"" + plan.name() + "\"");
        } catch (IOException e) {
            return false;
        }
    }
}
