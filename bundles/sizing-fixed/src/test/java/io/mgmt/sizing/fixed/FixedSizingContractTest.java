// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fixed;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.testkit.SizingPolicyContract;

public final class FixedSizingContractTest extends SizingPolicyContract {

    @Override
    protected ClusterSizingPolicy policy() {
        return new FixedSizing();
    }
}
