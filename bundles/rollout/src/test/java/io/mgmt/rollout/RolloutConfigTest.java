// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Scene.Said;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What becomes of configurations for all, on three hosts with the real loops and commands. */
public final class RolloutConfigTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Scene scene;

    @Before
    public void begin() {
        scene = new Scene(folder.getRoot().toPath(), "h1", "h2", "h3");
    }

    @Test
    public void configurationsAreLaidOverThoseOfEachHostAndTakenOffAgain() {
        scene.host("h1").admin.configurations.put("t", Map.of("min", "1"));
        Said said = scene.host("h2").config(Types.NONE, "t", "min=3", "max=5");
        assertEquals(said.err(), 0, said.exit());
        assertEquals("t/max is \"5\" for all hosts.\nt/min is \"3\" for all hosts.\nNo bundle of this host describes t,"
                + " so the values were not checked: is it spelled right?\n", said.out());
        assertEquals("3", scene.host("h1").admin.configurations.get("t").get("min"));
        assertEquals("5", scene.host("h3").admin.configurations.get("t").get("max"));
        int updates = scene.host("h1").admin.updates;
        scene.store.putByHand(RolloutKeys.config("u", "x"), "1");
        scene.settle();
        assertEquals("only what differs is updated", updates + 1, scene.host("h1").admin.updates);
        scene.host("h1").config(Types.NONE, "t", "min=", "--unset=max");
        assertEquals(Map.of("min", "1"), scene.host("h1").admin.configurations.get("t"));
        assertFalse(scene.host("h3").admin.configurations.containsKey("t"));
        scene.store.deleteByHand("/_mgmt/");
        scene.settle();
        assertFalse(scene.host("h1").admin.configurations.containsKey("u"));
    }

    @Test
    public void aHostThatStartsWithoutAStoreHasTheConfigurationItKnew() {
        scene.host("h1").config(Types.NONE, "t", "min=3");
        assertEquals("3", scene.begin("h2").admin.configurations.get("t").get("min"));
    }

    /** By hand anything can be written; no host changes who it is by that. */
    @Test
    public void identitiesAreNotConfiguredForAll() {
        for (String pid : List.of("io.mgmt.host", "io.mgmt.membership", "io.mgmt.engine", "io.mgmt.etcd.server",
                "io.mgmt.etcd.client")) {
            Said said = scene.host("h1").config(Types.NONE, pid, "hostname=x");
            assertEquals(pid, 1, said.exit());
            assertTrue(said.err(), said.err().startsWith(pid + " is not configured for all hosts: "));
        }
        scene.store.putByHand(RolloutKeys.config("io.mgmt.host", "hostname"), "x");
        scene.settle();
        assertFalse(scene.host("h2").admin.configurations.containsKey("io.mgmt.host"));
        String all = scene.host("h1").config(Types.NONE).out();
        assertTrue(all, all.contains("! h2: io.mgmt.host is not configured for all hosts"));
    }

    @Test
    public void rankingAndShadowAreTakenForEveryPid() {
        Said said = scene.host("h1").config(Types.NONE, "t", "service.ranking=200", "mgmt.shadow=true");
        assertEquals(said.err(), 0, said.exit());
        assertEquals("t/mgmt.shadow is \"true\" for all hosts.\nt/service.ranking is \"200\" for all hosts.\n",
                said.out());
        assertEquals(200, scene.host("h3").admin.configurations.get("t").get("service.ranking"));
        assertEquals("t/service.ranking \"2x\" is not taken: it must be a whole number. Nothing was changed.\n",
                scene.host("h1").config(Types.NONE, "t", "service.ranking=2x").err());
    }

    @Test
    public void wrongSettingsChangeNothing() {
        Said said = scene.host("h1").config(Types.NONE, "t", "min");
        assertEquals(1, said.exit());
        assertTrue(said.err(), said.err().startsWith("\"min\" sets nothing. Write it as KEY=VALUE"));
        assertEquals(1, scene.host("h1").config(Types.NONE, "t", "service.pid=x").exit());
        assertEquals(1, scene.host("h1").config(Types.NONE, "t/u", "x=1").exit());
        assertEquals(1, scene.host("h1").config(Types.NONE, "t").exit());
        assertEquals(List.of(), scene.store.entries("/_mgmt/config/"));
    }
}
