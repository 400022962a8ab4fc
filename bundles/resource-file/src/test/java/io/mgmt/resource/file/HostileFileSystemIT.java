// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Full, read-only and forbidden file systems: a small tmpfs in a mount namespace of its own, which
 * goes with its process. Where no namespace can be made, these tests fail and say so.
 */
public class HostileFileSystemIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aFullDiskLeavesTheOldFileWhole() throws Exception {
        run("full", "mount -t tmpfs -o size=256k tmpfs \"$1\"", "--map-root-user", "--mount");
    }

    @Test
    public void saysThatAFileSystemIsReadOnly() throws Exception {
        // Without "bind" only root of the whole host could do it.
        run("readOnly", "mount -t tmpfs tmpfs \"$1\" && echo old > \"$1/f\""
                + " && mount -o remount,bind,ro \"$1\"", "--map-root-user", "--mount");
    }

    @Test
    public void saysWhoMayNotWrite() throws Exception {
        run("forbidden", ":");
    }

    private void run(String what, String before, String... namespaces)
            throws IOException, InterruptedException {
        Path out = folder.newFile().toPath();
        String place = folder.newFolder("place").getPath();
        List<String> command = new ArrayList<>(List.of("unshare", "--user"));
        command.addAll(Arrays.asList(namespaces));
        command.addAll(List.of("sh", "-c", "set -e; " + before + "; shift; exec \"$@\"", "sh",
                place, Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                HostileFileSystem.class.getName(), what, place));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start();
        try {
            boolean isOver = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(out, StandardCharsets.UTF_8);
            assertTrue("still runs after 60 s: " + text, isOver);
            assertEquals("needs unshare --user --mount (util-linux, and a kernel that allows it): "
                    + text, 0, process.exitValue());
            assertTrue(text, text.contains("held"));
        } finally {
            process.destroyForcibly();
        }
    }
}
