// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.testkit.ComponentConfig;
import io.mgmt.testkit.SizingPolicyContract;
import java.util.Map;

/** With the widest bounds, so that they hide nothing. */
public final class FractionSizingContractTest extends SizingPolicyContract {

    @Override
    protected ClusterSizingPolicy policy() {
        return Share.of(ComponentConfig.of(FractionConfig.class,
                Map.of("percent", 100, "floor", 1, "ceiling", 9)))::of;
    }
}
