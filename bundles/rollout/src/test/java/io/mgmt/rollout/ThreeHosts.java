// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;

import io.mgmt.rollout.Scene.Said;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** The stage of tests about three hosts, with two versions of one bundle. */
abstract class ThreeHosts {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    Scene scene;
    Path one;
    Path two;

    @Before
    public void begin() {
        scene = new Scene(folder.getRoot().toPath(), "h1", "h2", "h3");
        one = scene.jar("p", "1.0.0");
        two = scene.jar("p", "2.0.0");
    }

    void allRun(Path jar) {
        for (String host : List.of("h1", "h2", "h3")) {
            assertEquals(host, Map.of("p", Scene.hash(jar)), scene.host(host).runs());
        }
    }

    void deployed(Path jar) {
        Said said = scene.host("h1").deploy(jar);
        assertEquals(said.err() + said.out(), 0, said.exit());
    }
}
