// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.RaftTiming;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The times of raft as the key {@code timing} shows them. */
final class Timing {

    private Timing() {
    }

    static String text(RaftTiming timing) {
        return Json.text(Json.object("heartbeatMillis", timing.heartbeat().toMillis(), "electionMillis",
                timing.election().toMillis()));
    }

    /** Empty for what etcd would not start with: an operator may write anything. */
    static Optional<RaftTiming> of(String text) {
        Map<String, Object> fields = Json.fields(text);
        try {
            return fields.get("heartbeatMillis") instanceof Number heartbeat
                    && fields.get("electionMillis") instanceof Number election
                            ? Optional.of(new RaftTiming(Duration.ofMillis(heartbeat.longValue()),
                                    Duration.ofMillis(election.longValue()))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
