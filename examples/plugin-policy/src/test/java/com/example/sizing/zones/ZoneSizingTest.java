// SPDX-License-Identifier: Apache-2.0
package com.example.sizing.zones;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.util.Map;
import org.junit.Test;

public final class ZoneSizingTest {

    @Test
    public void asksForOneVoterInEachZone() {
        assertEquals(3, voters(cluster().zone("a", "h1", "h2").zone("b", "h3").zone("c", "h4"), 9));
    }

    @Test
    public void asksForAnOddNumberAndForNoMoreThanIsAllowed() {
        ClusterScene four = cluster().zone("a", "h1").zone("b", "h2").zone("c", "h3").zone("d", "h4");
        assertEquals(3, voters(four, 9));
        assertEquals(1, voters(four, 2));
    }

    /** One would be the odd number of two zones, and the loss of the wrong one the loss of everything. */
    @Test
    public void takesTheSizeThatWasAskedForIfThereAreTooFewZones() {
        assertEquals(4, voters(cluster().wanted(4).zone("a", "h1").zone("b", "h2").volunteers("h3"), 9));
    }

    @Test
    public void anOutageOfAZoneIsNoDecision() {
        assertEquals(3, voters(cluster().zone("a", "h1").zone("b", "h2").zone("c", "h3").dead("h3", 600), 9));
    }

    @Test
    public void refusesToAskForNobody() {
        assertThrows(IllegalArgumentException.class, () -> voters(cluster(), 0));
    }

    private static int voters(ClusterScene scene, int mostVoters) {
        return new ZoneSizing(ComponentConfig.of(ZoneSizing.Config.class, Map.of("mostVoters", mostVoters)))
                .size(scene.view()).voters();
    }
}
