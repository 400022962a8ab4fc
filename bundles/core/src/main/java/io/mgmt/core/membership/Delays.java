// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ViewedMember;
import java.time.Duration;

/**
 * How long what may take. {@link #DEFAULTS} are for real hosts; tests set them lower.
 *
 * @param hostSession lease of what a host says of itself; 2 s or more
 * @param leadershipSession lease of the leader; 2 s or more
 * @param replacement from the last answer of a dead voter to its replacement; 5 s over the host session
 *     or more, so that a restart of the agent is no death
 * @param orphan how long an etcd may serve without its agent before a spare takes its place
 * @param memberStart from the nomination of a host to its start; a silent peer alone costs it 12 to 18 s
 * @param noProgress how long a learner may be behind without getting on
 * @param backOff after the first failure; doubles with each further one
 * @param mostBackOff however many failures
 * @param leaving how long a host that leaves waits for its removal; longer than the start of a member
 * @param tick the longest time between two looks
 * @param storeCall the longest time that a call to the store may take
 * @param membershipCall the same for a membership call
 */
public record Delays(Duration hostSession, Duration leadershipSession, Duration replacement, Duration orphan,
        Duration memberStart, Duration noProgress, Duration backOff, Duration mostBackOff, Duration leaving,
        Duration tick, Duration storeCall, Duration membershipCall) {

    /** etcd grants no shorter lease. */
    private static final Duration LEAST_SESSION = Duration.ofSeconds(2);
    private static final Duration OVER_SESSION = Duration.ofSeconds(5);

    /** As design and documentation name them. */
    public static final Delays DEFAULTS = new Delays(Duration.ofSeconds(15), Duration.ofSeconds(5),
            Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofSeconds(60),
            Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofSeconds(60), Duration.ofSeconds(2),
            Duration.ofSeconds(1), Duration.ofSeconds(3));

    /** @throws IllegalArgumentException naming the delay, its value and its bound */
    public Delays {
        atLeast("hostSession", hostSession, LEAST_SESSION);
        atLeast("leadershipSession", leadershipSession, LEAST_SESSION);
        atLeast("replacement delay", replacement, hostSession.plus(OVER_SESSION));
        Duration least = Duration.ofMillis(1);
        atLeast("orphan delay", orphan, least);
        atLeast("start of a member", memberStart, least);
        atLeast("noProgress", noProgress, least);
        atLeast("backOff", backOff, least);
        atLeast("mostBackOff", mostBackOff, backOff);
        atLeast("leaving", leaving, memberStart.plusMillis(1));
        atLeast("tick", tick, least);
        atLeast("storeCall", storeCall, least);
        atLeast("membershipCall", membershipCall, least);
    }

    private static void atLeast(String what, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + " is " + value.toMillis() + " ms. Set it to "
                    + least.toMillis() + " ms or more.");
        }
    }

    /**
     * When a leader that has nothing to do looks again: at the tick, or as soon as a silent member has been so for
     * the replacement delay.
     */
    public Duration untilNextLook(ClusterView view) {
        Duration until = tick;
        for (ViewedMember member : view.members()) {
            Duration left = replacement.minus(member.reading().since());
            boolean isCounted = !member.reading().answers() && !left.isNegative() && !left.isZero();
            until = isCounted && left.compareTo(until) < 0 ? left : until;
        }
        return until;
    }

    /**
     * How long a host is not chosen again.
     *
     * @param failures how often it has failed, this time included; 1 or more
     */
    public Duration backOffAfter(int failures) {
        Duration time = backOff;
        for (int i = 1; i < failures && time.compareTo(mostBackOff) < 0; i++) {
            time = time.multipliedBy(2);
        }
        return time.compareTo(mostBackOff) < 0 ? time : mostBackOff;
    }
}
