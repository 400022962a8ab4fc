// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FelixCacheTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void removesWhatKilledProcessesLeftAndNothingElse() throws Exception {
        Path root = folder.getRoot().toPath();
        Path left = folder.newFolder("mgmt-felix-1").toPath();
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("nested.jar"), "x");
        Path beginning = folder.newFolder("mgmt-felix-2").toPath();
        Path ancient = folder.newFolder("mgmt-felix-3").toPath();
        Files.setLastModifiedTime(ancient, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path other = folder.newFolder("mgmt-other-4").toPath();
        FelixCache.removeLeftovers(root);
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(beginning));
        assertFalse(Files.exists(ancient));
        assertTrue(Files.exists(other));
    }

    /** Its process id means nothing in another container that shares the temporary directory. */
    @Test
    public void staysWhileItsProcessLives() throws Exception {
        try (FelixCache cache = FelixCache.create()) {
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp", System.getProperty("java.class.path"), Remover.class.getName(),
                    cache.directory().getParent().toString()).inheritIO().start();
            assertEquals(0, other.waitFor());
            assertTrue(Files.exists(cache.directory()));
        }
    }

    /** Another process that cleans up. */
    public static final class Remover {
        public static void main(String[] arguments) throws Exception {
            FelixCache.removeLeftovers(Path.of(arguments[0]));
        }
    }

    @Test
    public void endsAlsoIfItWasRemovedByOthers() throws Exception {
        try (FelixCache cache = FelixCache.create()) {
            Trees.delete(cache.directory());
        }
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
