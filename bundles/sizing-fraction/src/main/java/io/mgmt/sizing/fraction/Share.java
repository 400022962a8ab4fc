// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.time.Duration;
import java.util.Optional;

/**
 * A share of the hosts, as an odd number: an even one tolerates no more failures than the odd one below it.
 *
 * @param percent 1 to 100
 * @param floor odd; never fewer voters
 * @param ceiling odd; never more voters
 * @param grace how long a host that is gone counts still
 */
record Share(int percent, int floor, int ceiling, Duration grace) {

    /** The agent's own bound, unless it is configured; beyond it etcd only becomes slower. */
    private static final int MOST_VOTERS = 9;

    Share {
        check(percent >= 1 && percent <= 100, "percent = " + percent + " is no share. Give 1 to 100.");
        checkSize("floor", floor);
        checkSize("ceiling", ceiling);
        check(floor <= ceiling, "floor = " + floor + " is above ceiling = " + ceiling
                + ". Lower the one or raise the other.");
        check(!grace.isNegative(), "graceSeconds = " + grace.toSeconds() + " is negative. Give 0 or more seconds.");
    }

    static Share of(FractionConfig config) {
        return new Share(config.percent(), config.floor(), config.ceiling(), Duration.ofSeconds(config.graceSeconds()));
    }

    private static void checkSize(String property, int size) {
        check(size >= 1 && size <= MOST_VOTERS && size % 2 == 1, property + " = " + size + " is no size"
                + (size % 2 == 0 && size > 0 ? ": an even one tolerates no more than the odd one below it" : "")
                + ". Give 1, 3, 5, 7 or 9 voters.");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    Sizing of(ClusterView view) {
        int hosts = 0;
        int gone = 0;
        Matching matching = Matching.of(view);
        for (ViewedHost host : view.hosts()) {
            Optional<ViewedMember> member = matching.member(host);
            if (isHere(host, member)) {
                hosts++;
            } else if (isGoneForAMoment(host)) {
                hosts++;
                gone++;
            }
        }
        // One that was added by hand has no agent that could say more of it.
        for (ViewedMember member : view.members()) {
            hosts += member.reading().answers() && matching.host(member).isEmpty() ? 1 : 0;
        }
        int share = (int) ((long) hosts * percent / 100);
        int odd = Math.max(1, share - (share + 1) % 2);
        int voters = Math.max(floor, Math.min(ceiling, odd));
        String counted = percent + " % of " + hosts + (hosts == 1 ? " host" : " hosts")
                + " (running etcd or willing to" + (gone == 0 ? "" : "; " + gone + " gone for less than "
                + grace.toSeconds() + " s") + ") is " + share;
        return new Sizing(voters, counted + rounding(share, odd, voters));
    }

    private String rounding(int share, int odd, int voters) {
        if (voters > odd) {
            return "; " + floor + (floor == 1 ? " voter is" : " voters are") + " the floor";
        }
        if (voters < odd) {
            return "; " + ceiling + (ceiling == 1 ? " voter is" : " voters are") + " the ceiling";
        }
        return voters == share ? "" : "; rounded down to an odd number, " + voters;
    }

    private static boolean isHere(ViewedHost host, Optional<ViewedMember> member) {
        boolean isLive = host.session().alive() && (host.offer().volunteer() || member.isPresent())
                || member.isPresent() && member.get().reading().answers();
        return isLive && host.leaving().isEmpty();
    }

    /** Whether it was willing to run etcd went with its session. */
    private boolean isGoneForAMoment(ViewedHost host) {
        return !host.session().alive() && host.leaving().isEmpty() && !host.standing().forgotten()
                && host.session().since().compareTo(grace) < 0;
    }
}
