// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.placement.spread.ZoneSpread;

/** Decisions with the placement that ships. */
final class Spread {

    static final PlacementPolicy ZONES = new ZoneSpread();

    private Spread() {
    }

    static Step next(ClusterView view, int voters, Delays delays) {
        return Step.next(view, voters, ZONES.rank(view), delays);
    }
}
