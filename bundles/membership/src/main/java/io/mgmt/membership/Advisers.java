// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.Sizing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Everybody who is asked before a decision: the sizing policies and the placement policies. */
record Advisers(Policies<ClusterSizingPolicy, Sizing> sizing, Policies<PlacementPolicy, Placement> placement) {

    /** Characters of a reason. */
    private static final int MOST_REASON = 200;

    /** @param mostVoters a sizing policy that asks for more is passed over */
    static Advisers of(String host, int mostVoters, Timers timers, Executor threads) {
        return new Advisers(
                new Policies<>(host, "sizing", timers, threads, (policy, view) -> brief(policy.size(view)),
                        sizing -> sizing.voters() <= mostVoters ? Optional.empty()
                                : Optional.of("it asks for " + sizing.voters() + " voters, and the most are "
                                        + mostVoters)),
                new Policies<>(host, "placement", timers, threads, PlacementPolicy::rank,
                        placement -> Optional.empty()));
    }

    /** Its reason goes into logs, tables and keys: one line of a length that can be read. */
    private static Sizing brief(Sizing sizing) {
        if (sizing == null) {
            return null;
        }
        String line = sizing.reason().strip().replaceAll("\\s*\\R\\s*", "; ");
        return new Sizing(sizing.voters(), line.length() <= MOST_REASON ? line
                : line.substring(0, MOST_REASON - 1) + "…");
    }

    CompletableFuture<Advice> ask(ClusterView view) {
        return sizing.ask(view).thenCombine(placement.ask(view), Advice::new);
    }

    /** The same for somebody who can wait: as long as the policies take, which is bounded. */
    Advice now(ClusterView view) {
        return ask(view).join();
    }
}
