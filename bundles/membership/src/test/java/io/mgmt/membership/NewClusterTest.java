// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.Test;

/** {@code --new-cluster} is the only way out of a stored identity. */
public final class NewClusterTest {

    private final World world = new World();

    private Life settled(TestConfig config) {
        Life life = world.life(config).start();
        world.pass(Duration.ofSeconds(3));
        return life;
    }

    @Test
    public void archivesTheDataAndFoundsAnew() {
        settled(new TestConfig()).kill();
        String old = world.place.clusterId();
        Life life = settled(new TestConfig().newCluster());
        assertEquals(List.of(), life.ends);
        assertEquals(2, world.place.founded().size());
        assertNotEquals(old, world.place.clusterId());
        assertEquals(1, world.place.archives().size());
        assertEquals(world.place.clusterId(), world.cluster.orElseThrow().clusterId());
        assertEquals("voter", life.loop().report().role());
    }

    /** The configuration may keep the flag; another property that changes must cost nothing. */
    @Test
    public void happensOnceInTheLifeOfTheProcess() {
        settled(new TestConfig()).kill();
        Life life = settled(new TestConfig().newCluster());
        String cluster = world.place.clusterId();
        for (int i = 0; i < 3; i++) {
            life.restartLoop();
            world.pass(Duration.ofSeconds(3));
        }
        assertEquals(cluster, world.place.clusterId());
        assertEquals(1, world.place.archives().size());
        assertEquals("voter", life.loop().report().role());
    }

    @Test
    public void isHarmlessWithNothingStored() {
        Life life = settled(new TestConfig().newCluster());
        assertEquals(List.of(), life.ends);
        assertEquals(List.of(), world.place.archives());
        assertEquals(1, world.place.founded().size());
    }

    @Test
    public void isTheWayOutForAMemberThatLostItsData() {
        settled(new TestConfig()).kill();
        world.place.kill();
        world.place.loseData();
        Life refused = settled(new TestConfig());
        assertTrue(refused.ends.toString(),
                refused.ends.get(0).contains("its etcd data is missing"));
        assertEquals(1, world.place.spawned().size());
        refused.kill();
        assertEquals("voter", settled(new TestConfig().newCluster()).loop().report().role());
    }
}
