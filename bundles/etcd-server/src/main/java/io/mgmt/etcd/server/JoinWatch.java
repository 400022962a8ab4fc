// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.Urls;
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
    static final Duration PATIENCE = Duration.ofMillis(100);
    /** For what needs neither disk nor quorum; longer would only delay the next look. */
    static final int TIMEOUT_MILLIS = 100;

    private Optional<Duration> namedSince = Optional.empty();

    /**
     * To be asked while it is not known to serve.
     *
     * @param now by the monotonic clock
     * @return true if starting it again helps
     */
    boolean isStuck(StartPlan plan, Duration now) {
        if (namedSince.isEmpty() && isNamed(plan)) {
            namedSince = Optional.of(now);
        }
        // Its health could be late on a busy machine, and it may have a vote by then.
        return namedSince.filter(since -> now.minus(since).compareTo(PATIENCE) >= 0).isPresent()
                && answer(plan.clientUrls(), "/version").isEmpty();
    }

    /** In its own copy of the member list, which its peer port shows without a quorum. */
    private static boolean isNamed(StartPlan plan) {
        return answer(plan.peerUrls(), "/members")
                .filter(list -> list.contains("\"name\":\"" + plan.name() + "\"")).isPresent();
    }

    /** Empty if there is none in time. */
    private static Optional<String> answer(Urls urls, String path) {
        try {
            return Optional.of(PlainGet.of(urls.list().get(0), path, TIMEOUT_MILLIS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
