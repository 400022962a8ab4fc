// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class PinnedPlacementTest {

    private static PlacementPolicy policy(String prefer, String avoid) {
        return Pins.of(ComponentConfig.of(PinnedConfig.class,
                Map.of("prefer", new String[] {prefer}, "avoid", new String[] {avoid})))::order;
    }

    private static Placement rank(ClusterScene scene) {
        return policy("role=store, disk=ssd", "role=web").rank(scene.view());
    }

    private static String refused(String prefer, String avoid) {
        return assertThrows(IllegalArgumentException.class, () -> policy(prefer, avoid)).getMessage();
    }

    @Test
    public void preferredHostsComeFirstAndAvoidedOnesLast() {
        ClusterScene scene = cluster().volunteers("h1", "h2", "h3", "h4", "h5").label("role", "web", "h1")
                .label("role", "store", "h4").label("disk", "ssd", "h3").label("role", "lab", "h5");
        assertEquals(List.of("h3", "h4", "h2", "h5", "h1"), rank(scene).comes());
    }

    @Test
    public void avoidedHostsGoFirstAndPreferredOnesLast() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3", "h4").label("role", "web", "h2")
                .label("role", "store", "h4");
        assertEquals(new Placement(List.of(), List.of("h2", "h3", "h1", "h4")), rank(scene));
    }

    @Test
    public void whoIsBothPreferredAndAvoidedIsAvoided() {
        ClusterScene scene = cluster().volunteers("h1", "h2").label("disk", "ssd", "h1").label("role", "web", "h1");
        assertEquals(List.of("h2", "h1"), rank(scene).comes());
    }

    /** Two preferred hosts of one zone are one power supply: the second of them comes after one of another zone. */
    @Test
    public void preferredHostsAreSpreadOverTheZonesAmongThemselves() {
        ClusterScene scene = cluster().voters("h1").volunteers("h2", "h3", "h4", "h5", "h6")
                .label("role", "store", "h2", "h3", "h4", "h5").zone("a", "h1", "h2", "h3").zone("b", "h4", "h5")
                .zone("c", "h6");
        assertEquals("h6 stands alone in its zone, and no pin says that it should have a vote",
                List.of("h4", "h2", "h5", "h3", "h6"), rank(scene).comes());
    }

    @Test
    public void theFullestZoneGivesFirst() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3").zone("a", "h1", "h3").zone("b", "h2");
        assertEquals(List.of("h3", "h2", "h1"), rank(scene).goes());
    }

    @Test
    public void aZoneWhoseVoterIsSilentOrLeavesIsEmptyToWhoComes() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3").volunteers("h4", "h5", "h6").zone("a", "h1", "h6")
                .zone("b", "h2", "h5").zone("c", "h3", "h4");
        assertEquals(List.of("h4", "h5", "h6"), rank(scene).comes());
        assertEquals(List.of("h6", "h4", "h5"), rank(scene.dead("h1", 30)).comes());
        assertEquals(List.of("h5", "h6", "h4"), rank(scene.leaving("h2", 1)).comes());
    }

    /** The flap memory: among equals, who failed least comes first, and who failed most goes first. */
    @Test
    public void whoFailedOftenComesLastAndGoesFirstAmongEquals() {
        ClusterScene scene = cluster().voters("h1", "h2").volunteers("h3", "h4", "h5").failed("h1", 1).failed("h3", 4)
                .failed("h4", 2).label("role", "store", "h3");
        assertEquals(new Placement(List.of("h3", "h5", "h4"), List.of("h1", "h2")), rank(scene));
    }

    @Test
    public void withoutPinsZonesAndFailuresDecide() {
        ClusterScene scene = cluster().voters("h1").volunteers("h2", "h3", "h4").zone("a", "h1", "h2")
                .zone("b", "h3", "h4").failed("h3", 1);
        assertEquals(new Placement(List.of("h4", "h2", "h3"), List.of("h1")),
                Pins.of(ComponentConfig.of(PinnedConfig.class, Map.of())).order(scene.view()));
    }

    @Test
    public void labelsThatMakeNoSenseAreRefused() {
        assertEquals("prefer = \"store\" is no label. Write it as KEY=VALUE, such as role=store;"
                + " mgmt run --label role=store gives it to a host.", refused("a=b,store", ""));
        assertEquals("avoid = \"=web\" is no label. Write it as KEY=VALUE, such as role=store;"
                + " mgmt run --label role=store gives it to a host.", refused("", "=web"));
        assertEquals("prefer and avoid both name role=web. Take it out of one of them.",
                refused("role=web", "disk=ssd, role = web"));
    }
}
