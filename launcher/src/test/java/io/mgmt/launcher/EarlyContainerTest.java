// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

public class EarlyContainerTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final String before = System.getProperty("mgmt.home");

    @Before
    public void setHome() {
        System.setProperty("mgmt.home", home.getRoot().toString());
    }

    @After
    public void resetHome() {
        if (before == null) {
            System.clearProperty("mgmt.home");
        } else {
            System.setProperty("mgmt.home", before);
        }
    }

    private void distribution(String... bundles) throws Exception {
        Files.writeString(home.newFolder("features").toPath().resolve("x.feature"), String.join("\n", bundles));
        Path folder = home.newFolder("bundles").toPath();
        for (String bundle : bundles) {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
            manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, bundle);
            new JarOutputStream(Files.newOutputStream(folder.resolve(bundle + ".jar")), manifest).close();
        }
    }

    @Test
    public void installsTheBundlesOfTheFeatureAndStartsNone() throws Exception {
        distribution("b", "a");
        try (EarlyContainer early = new EarlyContainer("x")) {
            early.begin();
            List<Bundle> bundles = early.bundles();
            assertEquals(List.of("b", "a"), bundles.stream().map(Bundle::getSymbolicName).toList());
            assertEquals(List.of(Bundle.INSTALLED, Bundle.INSTALLED), bundles.stream().map(Bundle::getState).toList());
            early.container().start(bundles, Map.of(), () -> false);
            assertEquals(List.of(Bundle.ACTIVE, Bundle.ACTIVE), bundles.stream().map(Bundle::getState).toList());
        }
    }

    /** A wrong flag: the container was begun, and nobody asks for it. */
    @Test
    public void leavesNothingWhenNobodyTakesIt() throws Exception {
        distribution("a");
        EarlyContainer early = new EarlyContainer("x");
        Path cache = Path.of(early.container().context().getProperty(Constants.FRAMEWORK_STORAGE));
        assertTrue(Files.exists(cache));
        early.close();
        assertFalse(Files.exists(cache));
        early.close();
    }

    @Test
    public void tellsWhoAsksForItWhatFailedAndClosesQuietly() throws Exception {
        try (EarlyContainer early = new EarlyContainer("x")) {
            early.begin();
            UserException failure = assertThrows(UserException.class, early::container);
            assertTrue(failure.getMessage(), failure.getMessage().startsWith("There is no distribution of mgmt in "));
        }
    }

    @Test
    public void doesNothingUntilItIsBegun() throws Exception {
        new EarlyContainer("x").close();
    }
}
