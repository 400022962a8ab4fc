// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fixed;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ClusterScene;
import org.junit.Test;

public final class FixedSizingTest {

    /** Whatever the hosts are like: who is here is not its business. */
    @Test
    public void asksForWhatTheOperatorWants() {
        for (int voters = 1; voters <= 9; voters++) {
            assertEquals(new Sizing(voters, "idealClusterSize is " + voters),
                    new FixedSizing().size(ClusterScene.cluster().wanted(voters).view()));
        }
    }
}
