// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Watches where the kernel or the file system refuses them, in a user namespace of its own: limits
 * set there hold for nobody else. Where no such namespace can be made, these tests fail and say so.
 */
public class NioFileWatchIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void namesTheLimitOfWatchesAndReportsAllTheSame() throws Exception {
        int few = folder.getRoot().toPath().getNameCount() + 4;
        String out = run("watches", "--map-root-user", "echo " + few
                + " > /proc/sys/user/max_inotify_watches");
        assertTrue(out, out.contains("sysctl fs.inotify.max_user_watches=524288"));
        assertTrue(out, out.contains("late: reported"));
    }

    @Test
    public void namesTheLimitOfInstances() throws Exception {
        String out = run("instances", "--map-root-user",
                "echo 0 > /proc/sys/user/max_inotify_instances");
        assertTrue(out, out.contains("sysctl fs.inotify.max_user_instances=1024"));
    }

    @Test
    public void seesIntoDirectoriesThatMayNotBeRead() throws Exception {
        String out = run("unreadable", "--user", ":");
        assertTrue(out, out.contains("opened: reported"));
        assertTrue(out, out.contains("unreadable: reported"));
    }

    private String run(String what, String identity, String before)
            throws IOException, InterruptedException {
        Path out = folder.newFile().toPath();
        List<String> command = new ArrayList<>(List.of("unshare", "--user", identity, "sh", "-c",
                before + " && exec \"$0\" \"$@\"", Path.of(System.getProperty("java.home"), "bin",
                "java").toString(), "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), RefusedWatches.class.getName(), what,
                folder.newFolder("top").getPath()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start();
        try {
            boolean isOver = process.waitFor(60, TimeUnit.SECONDS);
            String text = Files.readString(out, StandardCharsets.UTF_8);
            assertTrue("still runs after 60 s: " + text, isOver);
            assertEquals("needs unshare --user (util-linux, and a kernel that allows it): " + text,
                    0, process.exitValue());
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
