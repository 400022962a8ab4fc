// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.spread;

import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.testkit.PlacementPolicyContract;

public final class ZoneSpreadContractTest extends PlacementPolicyContract {

    @Override
    protected PlacementPolicy policy() {
        return new ZoneSpread();
    }
}
