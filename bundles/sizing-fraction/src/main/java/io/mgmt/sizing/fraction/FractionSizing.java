// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;

/** As many voters as a share of the hosts comes to. */
final class FractionSizing implements ClusterSizingPolicy {

    private final Share share;

    FractionSizing(Share share) {
        this.share = share;
    }

    @Override
    public Sizing size(ClusterView view) {
        return share.of(view);
    }
}
