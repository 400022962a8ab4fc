// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.testkit.ComponentConfig;
import io.mgmt.testkit.SizingPolicyContract;
import java.util.Map;

/** The goal that asks for most. */
public final class SurviveSizingContractTest extends SizingPolicyContract {

    @Override
    protected ClusterSizingPolicy policy() {
        return Goal.of(ComponentConfig.of(SurviveConfig.class, Map.of("failures", 4, "zone", true)))::reach;
    }
}
