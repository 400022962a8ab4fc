// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.spread;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.Placement;
import io.mgmt.testkit.ClusterScene;
import java.util.List;
import org.junit.Test;

public class ZoneSpreadTest {

    private static Placement rank(ClusterScene scene) {
        return new ZoneSpread().rank(scene.view());
    }

    @Test
    public void spreadsOverZones() {
        Placement order = rank(cluster().voters("h1", "h2", "h3").volunteers("h4", "h5", "h6")
                .zone("a", "h1", "h2", "h4").zone("b", "h3", "h5").zone("c", "h6"));
        assertEquals(List.of("h6", "h5", "h4"), order.comes());
        assertEquals(List.of("h2", "h3", "h1"), order.goes());
    }

    /** Its zone is as good as empty. */
    @Test
    public void doesNotCountWhoIsDeadOrLeaves() {
        ClusterScene scene = cluster().voters("h1", "h2").volunteers("h3", "h4").zone("a", "h1", "h3")
                .zone("b", "h2", "h4");
        assertEquals(List.of("h3", "h4"), rank(scene.dead("h1", 30)).comes());
        assertEquals(List.of("h4", "h3"), rank(cluster().voters("h1", "h2").volunteers("h3", "h4")
                .zone("a", "h1", "h3").zone("b", "h2", "h4").leaving("h2", 3)).comes());
    }

    @Test
    public void whoFailedMostComesLastAndGoesFirst() {
        Placement order = rank(cluster().voters("h1", "h2").volunteers("h3", "h4", "h5").failed("h1", 1)
                .failed("h3", 2).failed("h4", 1));
        assertEquals(List.of("h5", "h4", "h3"), order.comes());
        assertEquals(List.of("h1", "h2"), order.goes());
    }

    @Test
    public void theNameDecidesLast() {
        Placement order = rank(cluster().voters("h2", "h1").volunteers("h4", "h3"));
        assertEquals(List.of("h3", "h4"), order.comes());
        assertEquals(List.of("h2", "h1"), order.goes());
    }
}
