// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.KeyValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** A host with {@code --no-server}: a guest in a cluster that others run. */
public final class ClientTest {

    private static final String SEED = "http://10.0.0.1:2379";
    private static final String CLUSTER = "ee";

    private final World world = new World();

    private Life start(TestConfig config) {
        Life life = world.life(config);
        life.network().runs(SEED, CLUSTER);
        life.start();
        world.pass(Duration.ofSeconds(3));
        return life;
    }

    private Life client() {
        Life life = start(new TestConfig().noServer().seeds(SEED));
        assertEquals(List.of(), life.ends);
        return life;
    }

    @Test
    public void writesItsHostKeyAndNoOther() {
        world.store(CLUSTER).putByHand("/_mgmt/idealClusterSize", "abc");
        Life life = client();
        assertEquals(List.of("/_mgmt/hosts/h1", "/_mgmt/idealClusterSize"),
                world.store(CLUSTER).entries("/_mgmt/").stream().map(KeyValue::key).toList());
        assertTrue(world.store(CLUSTER).value("/_mgmt/hosts/h1").orElseThrow()
                .contains("\"peerUrls\":[],\"clientUrls\":[]"));
        assertEquals("client (--no-server)", life.loop().report().role());
        assertEquals(0, life.loop().report().idealClusterSize());
        assertEquals(List.of("--no-server: this host runs no etcd, and idealClusterSize is not its"
                + " business."), life.loop().report().notes());
    }

    @Test
    public void neverTouchesAnEtcd() {
        Life life = client();
        life.loop().withdraw();
        life.loop().leave();
        world.pass(Duration.ofSeconds(5));
        assertFalse(life.effects.contains("spawn") || life.effects.contains("stop"));
        assertEquals(List.of(), world.store(CLUSTER).entries("/_mgmt/"));
        assertEquals(Optional.empty(), world.member);
    }

    @Test
    public void remembersTheClusterAndNeedsNoSeedsLater() {
        client().kill();
        Life later = start(new TestConfig().noServer());
        assertEquals("client (--no-server)", later.loop().report().role());
        assertEquals(CLUSTER, later.loop().report().clusterId());
        assertEquals(1, world.store(CLUSTER).leases().size());
    }

    @Test
    public void doesNotFoundWhenTheFlagIsForgotten() {
        client().kill();
        Life later = start(new TestConfig());
        assertEquals("it joins its cluster", List.of(), later.ends);
        assertEquals(List.of(), world.place.spawned());
    }

    @Test
    public void movesToAnotherClusterOnlyWhenAskedTo() {
        client().kill();
        Life astray = world.life(new TestConfig().noServer().seeds("http://10.0.0.9:2379"));
        astray.network().runs("http://10.0.0.9:2379", "dd");
        astray.network().runs(SEED, CLUSTER);
        astray.start();
        world.pass(Duration.ofSeconds(3));
        assertTrue(astray.ends.toString(),
                astray.ends.get(0).contains("belongs to cluster " + CLUSTER)
                && astray.ends.get(0).contains("belongs to cluster dd"));
        astray.kill();

        Life asked = world.life(new TestConfig().noServer().newCluster()
                .seeds("http://10.0.0.9:2379"));
        asked.network().runs("http://10.0.0.9:2379", "dd");
        asked.start();
        world.pass(Duration.ofSeconds(3));
        assertEquals(List.of(), asked.ends);
        assertEquals("dd", asked.loop().report().clusterId());
        assertEquals("dd", world.cluster.orElseThrow().clusterId());
    }

    @Test
    public void aFormerFounderSetsItsDataAsideWhenItBecomesAClient() {
        Life founder = world.life().start();
        world.pass(Duration.ofSeconds(3));
        founder.kill();
        Life refused = start(new TestConfig().noServer().seeds(SEED));
        assertTrue(refused.ends.toString(),
                refused.ends.get(0).contains("--no-server would silence"));
        refused.kill();

        Life life = start(new TestConfig().noServer().newCluster().seeds(SEED));
        assertEquals(List.of(), life.ends);
        assertEquals("client (--no-server)", life.loop().report().role());
        assertEquals(1, world.place.archives().size());
        assertFalse("its former etcd was ended first", world.place.isRunning());
        assertEquals(Optional.empty(), world.member);
    }
}
