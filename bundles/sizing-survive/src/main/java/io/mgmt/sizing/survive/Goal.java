// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.Map;

/**
 * What is to be survived.
 *
 * @param failures so many hosts that fail at the same time
 * @param zone any zone that fails as a whole, too
 */
record Goal(int failures, boolean zone) {

    /** Nine voters; beyond them etcd only becomes slower. */
    private static final int MOST_FAILURES = 4;
    /** With two, one of them has half of the voters or more. */
    private static final int LEAST_ZONES = 3;

    Goal {
        if (failures < 0 || failures > MOST_FAILURES) {
            throw new IllegalArgumentException("failures = " + failures
                    + (failures < 0 ? " is negative" : " asks for more than 9 voters") + ". Give 0 to " + MOST_FAILURES
                    + " hosts.");
        }
    }

    static Goal of(SurviveConfig config) {
        return new Goal(config.failures(), config.zone());
    }

    /** How many of so many voters may fail and leave more than half. */
    static int tolerated(int voters) {
        return (voters - 1) / 2;
    }

    private int size() {
        int size = 2 * failures + 1;
        return zone ? Math.max(size, LEAST_ZONES) : size;
    }

    Sizing reach(ClusterView view) {
        return reach(Ground.of(view));
    }

    /**
     * The size that reaches it, or the one that comes nearest. Voters are not given up because hosts are gone:
     * with fewer members nothing more would be survived, and their data would be in fewer places.
     */
    Sizing reach(Ground ground) {
        int best = best(ground);
        int kept = Math.max(best, odd(Math.min(size(), ground.stayingVoters())));
        String reason = best == size() && isMet(best, ground)
                ? survives(best, zone) + "; " + counted(ground) : shortfall(best, ground);
        return new Sizing(kept, reason + (kept > best ? "; " + kept + " of the voters that there are stay" : "")
                + unevenness(kept, ground));
    }

    private int best(Ground ground) {
        for (int size = size(); size > 0; size -= 2) {
            if (isMet(size, ground)) {
                return size;
            }
        }
        return odd(Math.min(size(), ground.liveHosts()));
    }

    private boolean isMet(int size, Ground ground) {
        return size <= ground.liveHosts() && (!zone || ground.spreads(size));
    }

    private static int odd(int voters) {
        return Math.max(1, voters - (voters + 1) % 2);
    }

    /** Why it is not reached, and what is. */
    private String shortfall(int best, Ground ground) {
        String lack = ground.liveHosts() < size() ? "only " + counted(ground)
                : ground.live().size() < LEAST_ZONES ? counted(ground) + ", and it takes " + LEAST_ZONES
                : counted(ground) + ", too many of them in one";
        return size() + (size() == 1 ? " voter" : " voters") + " would survive " + words(failures, zone) + ", but "
                + lack + ": " + survives(best, zone && isMet(best, ground));
    }

    private String counted(Ground ground) {
        int hosts = ground.liveHosts();
        int zones = ground.live().size();
        return hosts + (hosts == 1 ? " host" : " hosts")
                + (zone ? " in " + zones + (zones == 1 ? " zone" : " zones") : "")
                + (hosts == 1 ? " runs etcd or could" : " run etcd or could");
    }

    private static String survives(int voters, boolean zone) {
        return voters + (voters == 1 ? " voter survives " : " voters survive ") + words(tolerated(voters), zone);
    }

    private static String words(int failures, boolean zone) {
        if (failures == 0 && zone) {
            return "the loss of any zone";
        }
        return (failures == 0 ? "no failure" : failures == 1 ? "1 failure" : failures + " failures")
                + (zone ? " and the loss of any zone" : "");
    }

    /** Voters stand where they were put, perhaps before there were other zones. */
    private String unevenness(int size, Ground ground) {
        if (!zone || !ground.spreads(size) || ground.stayingVoters() != size) {
            return "";
        }
        Map.Entry<String, Integer> fullest = ground.fullest();
        return fullest.getValue() <= tolerated(size) ? ""
                : "; not yet, for " + fullest.getValue() + " of them stand in "
                        + (fullest.getKey().isEmpty() ? "no zone" : "zone " + fullest.getKey());
    }
}
