// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FelixCacheTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void removesWhatKilledProcessesLeftAndNothingElse() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path left = folder.newFolder("mgmt-felix-" + gone.pid() + "-1").toPath();
        Files.writeString(left.resolve("nested.jar"), "x");
        Path used = folder.newFolder("mgmt-felix-" + ProcessHandle.current().pid() + "-2").toPath();
        Path other = folder.newFolder("mgmt-felix-notanumber-3").toPath();
        FelixCache.removeLeftovers(folder.getRoot().toPath());
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(used));
        assertTrue(Files.exists(other));
    }

    @Test
    public void isGoneWhenItIsClosed() throws Exception {
        Path directory;
        try (FelixCache cache = FelixCache.create()) {
            directory = cache.directory();
            Files.writeString(directory.resolve("nested.jar"), "x");
        }
        assertFalse(Files.exists(directory));
    }
}
