// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** A disk that is full costs no old content: a small tmpfs in a mount namespace of the test. */
public class FullDiskIT {

    @Rule
    public final Agents agents = new Agents();

    @Test
    public void keepsTheOldFileWhenThereIsNoRoomForTheNew() throws Exception {
        Path disk = Files.createDirectory(agents.directory().resolve("disk"));
        Path kept = agents.directory().resolve("kept");
        Path graph = agents.file("graph.yaml", "graph: g\nresources:\n  file:\n  - name: big\n    path: " + disk
                + "/f\n    content: \"" + "x".repeat(200_000) + "\"\n");
        // What is in the namespace is gone with it, so the shell copies the file out at the end.
        List<String> wrapper = List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k none " + disk
                + " && printf old > " + disk + "/f && \"$@\"; code=$?; cp -p " + disk + "/f " + kept
                + "; ls -A " + disk + " > " + kept + ".list; exit $code", "sh");
        AgentProcess agent = agents.startWithin(wrapper, "h1", "--file", graph.toString(), "--max-runtime", "3");
        agent.exitCode(Duration.ofSeconds(60));
        assertTrue(agent.printed(), Files.exists(kept));
        assertEquals(agent.printed(), "old", Files.readString(kept));
        assertEquals("no temporary file is left", "f\n", Files.readString(kept.resolveSibling("kept.list")));
        assertTrue(agent.printed(), agent.printed().contains("No space left on device"));
    }
}
