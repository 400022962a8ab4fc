// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FeatureTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    @Test
    public void readsOneBundleALineAndSkipsCommentsAndBlanks() throws Exception {
        Path features = Files.createDirectory(home.getRoot().toPath().resolve("features"));
        Files.writeString(features.resolve("x.feature"), "# first\n\n  one  # why\ntwo\n");
        Path bundles = home.getRoot().toPath().resolve("bundles");
        assertEquals(List.of(bundles.resolve("one.jar"), bundles.resolve("two.jar")),
                Feature.read(home.getRoot().toPath(), "x").bundles());
    }
}
