// SPDX-License-Identifier: Apache-2.0
package com.example.sizing.zones;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.testkit.ComponentConfig;
import io.mgmt.testkit.SizingPolicyContract;
import java.util.Map;

/** What the leader relies on: the policy is pure, bounded and total. */
public final class ZoneSizingContractTest extends SizingPolicyContract {

    @Override
    protected ClusterSizingPolicy policy() {
        return new ZoneSizing(ComponentConfig.of(ZoneSizing.Config.class, Map.of("mostVoters", mostVoters())));
    }

    @Override
    protected int mostVoters() {
        return 5;
    }
}
