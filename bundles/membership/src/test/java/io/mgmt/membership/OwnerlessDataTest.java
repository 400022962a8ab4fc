// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

/** A host that has etcd data, but has lost what says which member it belongs to. */
public final class OwnerlessDataTest {

    private static final String OTHER = "http://10.0.0.2:2379";

    private final World world = new World();
    private final Life life = world.life();

    @Before
    public void theDataIsThereAndTheClusterIsKnown() {
        world.place.plantData("cd", "8e");
        world.cluster = Optional.of(new ClusterState("cd", List.of(URI.create(OTHER)), List.of()));
    }

    private String notes() {
        return String.join("\n", life.loop().report().notes());
    }

    @Test
    public void leavesItAloneWhileNobodyAnswers() {
        life.start();
        world.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), life.ends);
        assertEquals(List.of(), world.place.archives());
        assertEquals(List.of(), world.place.spawned());
        assertTrue(notes(), notes().contains("There is etcd data below /s/h1, but no state.json that says which"
                + " member it belongs to. It stays there, and nothing starts, until a member of cluster cd answers;"
                + " then it is moved to /s/h1/archive."));
        assertTrue(notes(), notes().contains("\"state.json is lost\" in docs/OPERATING.md"));
    }

    @Test
    public void archivesItOnceAMemberOfItsClusterAnswers() {
        life.start();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.place.archives());
        life.network().runs(OTHER, "cd");
        world.pass(Duration.ofSeconds(5));
        assertEquals(1, world.place.archives().size());
        assertEquals(List.of(), life.ends);
        assertFalse(notes(), notes().contains("state.json"));
    }

    @Test
    public void isNotArchivedForAnotherCluster() {
        life.network().runs(OTHER, "ee");
        life.start();
        world.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), world.place.archives());
        assertEquals(List.of(), world.place.spawned());
    }
}
