// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.Optional;

/**
 * What the leader relies on in every {@link ClusterSizingPolicy}: that of every {@link PolicyContract
 * policy}, and that it asks for no more voters than the agent takes.
 */
public abstract non-sealed class SizingPolicyContract extends PolicyContract<ClusterSizingPolicy, Sizing> {

    /** How many voters it may ask for; the default is that of the agent's {@code maxClusterSize}. */
    protected int mostVoters() {
        return 9;
    }

    @Override
    final Sizing ask(ClusterSizingPolicy policy, ClusterView view) {
        return policy.size(view);
    }

    @Override
    final Optional<String> complaint(Sizing answer, ClusterView view) {
        return answer.voters() <= mostVoters() ? Optional.empty()
                : Optional.of("asks for more than " + mostVoters() + " voters: " + answer);
    }
}
