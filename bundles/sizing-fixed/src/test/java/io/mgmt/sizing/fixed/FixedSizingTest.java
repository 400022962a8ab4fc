// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fixed;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Moment;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.ClusterView.Wanted;
import io.mgmt.cluster.Sizing;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class FixedSizingTest {

    /** Whatever the hosts are like: who is here is not its business. */
    @Test
    public void asksForWhatTheOperatorWants() {
        for (int voters = 1; voters <= 9; voters++) {
            ClusterView view = new ClusterView(new Moment(7, 0), new Lead("h1", false), List.of(), List.of(),
                    new Raft("", 0), Optional.empty(), new Wanted(voters, Optional.empty(), false));
            assertEquals(new Sizing(voters, "idealClusterSize is " + voters), new FixedSizing().size(view));
        }
    }
}
