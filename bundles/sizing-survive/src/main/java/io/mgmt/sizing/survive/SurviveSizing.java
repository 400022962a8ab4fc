// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;

/** As many voters as it takes to survive what is to be survived. */
final class SurviveSizing implements ClusterSizingPolicy {

    private final Goal goal;

    SurviveSizing(Goal goal) {
        this.goal = goal;
    }

    @Override
    public Sizing size(ClusterView view) {
        return goal.reach(Ground.of(view));
    }
}
