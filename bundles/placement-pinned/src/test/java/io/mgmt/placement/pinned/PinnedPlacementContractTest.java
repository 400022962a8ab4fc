// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.testkit.ComponentConfig;
import io.mgmt.testkit.PlacementPolicyContract;
import java.util.Map;

/** With labels that the hosts of the contract have. */
public final class PinnedPlacementContractTest extends PlacementPolicyContract {

    @Override
    protected PlacementPolicy policy() {
        return Pins.of(ComponentConfig.of(PinnedConfig.class,
                Map.of("prefer", new String[] {"role=store", "disk="}, "avoid", new String[] {"role=web"})))::order;
    }
}
