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
 * @param others what the other voters do
 * @param unchanged how long they have done so, as far as this host knows
 * @param unconnected how long no member of the cluster has answered; empty if one does
 * @param waited since it has withdrawn
 */
public record Departure(boolean isMember, boolean isNoted, Others others, Duration unchanged,
        Optional<Duration> unconnected, Duration waited) {

    /** What the other voters do. */
    public enum Others {
        /** At least one is to stay. */
        STAY,
        /** All leave, and some still answer: then the last ones keep what they have. */
        LEAVE,
        /** There is none, or none that is to be waited for. */
        GONE
    }

    /**
     * When all leave, each waits for so long before it stops, so that every one sees that all leave while there is
     * still a quorum to read it with; the others look within 100 ms of a key that changes.
     */
    public static final Duration SEEN_BY_ALL = Duration.ofSeconds(1);

    /** Without a quorum nobody can be replaced or removed; a short silence may be an election. */
    private static final Duration HOPELESS = Duration.ofSeconds(5);

    /** The leader looks at once; it may be another one just now. */
    private static final Duration NOTING = Duration.ofSeconds(3);

    public Departure {
        Objects.requireNonNull(others, "others");
        Objects.requireNonNull(unchanged, "unchanged");
        Objects.requireNonNull(unconnected, "unconnected");
        Objects.requireNonNull(waited, "waited");
    }

    /**
     * Looks at the other voters. One that has withdrawn leaves; one that has left with its member kept, or has been
     * silent for so long that it is no election, is gone.
     *
     * @param host that asks
     */
    public static Others others(ClusterView view, String host) {
        Others found = Others.GONE;
        for (Seat seat : new Seats(view).all()) {
            if (seat.isVoter() && !seat.name().equals(host) && (seat.isLive() || !isNotToBeAwaited(seat))) {
                if (!seat.isLeaving()) {
                    return Others.STAY;
                }
                found = Others.LEAVE;
            }
        }
        return found;
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
        if (others == Others.GONE || others == Others.LEAVE && unchanged.compareTo(SEEN_BY_ALL) >= 0) {
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
