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

    /** @param mostVoters a sizing policy that asks for more is passed over */
    static Advisers of(String host, int mostVoters, Timers timers, Executor threads) {
        return new Advisers(
                new Policies<>(host, "sizing", timers, threads, ClusterSizingPolicy::size,
                        sizing -> sizing.voters() <= mostVoters ? Optional.empty()
                                : Optional.of("it asks for " + sizing.voters() + " voters, and the most are "
                                        + mostVoters)),
                new Policies<>(host, "placement", timers, threads, PlacementPolicy::rank,
                        placement -> Optional.empty()));
    }

    CompletableFuture<Advice> ask(ClusterView view) {
        return sizing.ask(view).thenCombine(placement.ask(view), Advice::new);
    }

    /** The same for somebody who can wait: as long as the policies take, which is bounded. */
    Advice now(ClusterView view) {
        return ask(view).join();
    }
}
