// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        Path used = folder.newFolder("mgmt-felix-" + ProcessHandle.current().pid() + "-2").toPath();
        Path other = folder.newFolder("mgmt-felix-notanumber-3").toPath();
        FelixCache.removeLeftovers(folder.getRoot().toPath());
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(used));
        assertTrue(Files.exists(other));
    }

    /** As of a process in a container that shares the temporary directory: its number says nothing here. */
    @Test
    public void leavesWhatAProcessThatIsNotSeenUses() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path used = folder.newFolder("mgmt-felix-" + gone.pid() + "-1").toPath();
        Files.setLastModifiedTime(used, FileTime.fromMillis(0));
        Process holder = lock(used.resolve("cache.lock"));
        try {
            FelixCache.removeLeftovers(folder.getRoot().toPath());
            assertTrue(Files.exists(used));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        FelixCache.removeLeftovers(folder.getRoot().toPath());
        assertFalse(Files.exists(used));
    }

    /** Agents that start together tidy the same leftovers, and none of them fails because another was quicker. */
    @Test
    public void isNotDisturbedByOthersThatTidyToo() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        for (int i = 0; i < 200; i++) {
            Path left = folder.newFolder("mgmt-felix-" + gone.pid() + "-" + i).toPath();
            Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        }
        List<CompletableFuture<Void>> agents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            agents.add(CompletableFuture.runAsync(() -> {
                try {
                    FelixCache.removeLeftovers(folder.getRoot().toPath());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        agents.forEach(CompletableFuture::join);
        assertEquals(0, folder.getRoot().list().length);
    }

    /** As between the moment in which a directory is made and that in which Felix locks it. */
    @Test
    public void leavesWhatIsNewAndNotLockedYet() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path fresh = folder.newFolder("mgmt-felix-" + gone.pid() + "-1").toPath();
        FelixCache.removeLeftovers(folder.getRoot().toPath());
        assertTrue(Files.exists(fresh));
    }

    /** A process that holds a lock as Felix does, and has said so. */
    private static Process lock(Path file) throws IOException {
        Files.createFile(file);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), Holder.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals("locked", new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8)).readLine());
        return process;
    }

    /** Locks a file until it is ended. */
    static final class Holder {
        private Holder() {
        }

        public static void main(String[] arguments) throws Exception {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                new CountDownLatch(1).await();
            }
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
