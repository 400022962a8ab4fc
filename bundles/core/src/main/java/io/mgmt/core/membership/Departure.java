// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a host that has withdrawn may end: once it is no member any more, or if waiting for that is of
 * no use.
 *
 * @param isMember it has a member, or the data of one
 * @param isNoted the leader has written down that it went on purpose, so that its absence is no outage
 * @param everyVoterLeaves no voter is to stay
 * @param unconnected how long no member of the cluster has answered; empty if one does
 * @param waited since it has withdrawn
 */
public record Departure(boolean isMember, boolean isNoted, boolean everyVoterLeaves, Optional<Duration> unconnected,
        Duration waited) {

    /** Without a quorum nobody can be replaced or removed; a short silence may be an election. */
    private static final Duration HOPELESS = Duration.ofSeconds(5);

    /** The leader looks at once; it may be another one just now. */
    private static final Duration NOTING = Duration.ofSeconds(3);

    public Departure {
        Objects.requireNonNull(unconnected, "unconnected");
        Objects.requireNonNull(waited, "waited");
    }

    /**
     * True if no voter is to stay: each leaves, has left with its member kept, or has been silent for so long
     * that it is no election. Then the last ones keep what they have.
     *
     * @param host that asks, and leaves
     */
    public static boolean everyVoterLeaves(ClusterView view, String host) {
        return new Seats(view).all().stream().filter(Seat::isVoter).allMatch(seat ->
                seat.name().equals(host) || seat.isLeaving() || !seat.isLive() && isNotToBeAwaited(seat));
    }

    /** Between two leaders of raft, as when one hands over, every voter is silent for a moment. */
    private static boolean isNotToBeAwaited(Seat seat) {
        return seat.since().compareTo(HOPELESS) >= 0
                || !seat.hasSession() && seat.host().orElseThrow().standing().forgotten();
    }

    /** Why it may end now, in words; empty: it waits. */
    public Optional<String> reason(Delays delays) {
        if (!isMember && (isNoted || waited.compareTo(NOTING) >= 0)) {
            return Optional.of("it is no member");
        }
        if (everyVoterLeaves) {
            return Optional.of("every voter leaves: member and data are kept");
        }
        if (unconnected.filter(time -> time.compareTo(HOPELESS) >= 0).isPresent()) {
            return Optional.of("the cluster does not answer: member and data are kept");
        }
        return waited.compareTo(delays.leaving()) >= 0
                ? Optional.of("it was not replaced or removed within " + delays.leaving().toSeconds()
                        + " s: member and data are kept")
                : Optional.empty();
    }
}
