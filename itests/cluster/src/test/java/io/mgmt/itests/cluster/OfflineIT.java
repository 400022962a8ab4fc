// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/**
 * The archive of {@code -Pbundled-etcd} on a machine that has Java and nothing else: no network, no etcd on the
 * {@code PATH}, no cargo, no apt, and no cache that could be written.
 */
public class OfflineIT {

    private static final String[] BASICS = {"sh", "readlink", "dirname", "sed", "stat", "cksum", "tr", "mkdir", "setsid"};
    /** Two that are free in every network of its own. */
    private static final AgentProcess.Spec HOST = new AgentProcess.Spec("h1", 2379, 2380);

    @Rule(order = 0)
    public final Namespace namespace = new Namespace();
    @Rule(order = 1)
    public final Agents agents = new Agents();

    /** Unpacks the archive that this build has made, and adds what the profile adds: {@code lib/etcd}. */
    private Path unpacked() throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files = Files.list(Agents.command().getParent().getParent().getParent())) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
        }
        Path home = Files.createDirectory(agents.directory().resolve("unpacked"));
        assertEquals(0, new ProcessBuilder("tar", "--extract", "--file", archive.toString(), "--directory",
                home.toString(), "--strip-components", "1").inheritIO().start().waitFor());
        Path etcd = home.resolve("lib/etcd");
        // The cache of whoever runs the tests has one; -Pbundled-etcd may have packed it already.
        Files.deleteIfExists(etcd);
        Files.copy(Path.of(Cluster.etcd(Cluster.newest())), etcd);
        Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** A command of that distribution, on that machine. */
    private List<String> line(Path home, String... words) throws IOException {
        Path tools = agents.directory().resolve("tools");
        List<String> line = new ArrayList<>(namespace.enter());
        line.addAll(List.of("env", "--ignore-environment", "JAVA_HOME=" + System.getProperty("java.home"),
                "PATH=" + (Files.exists(tools) ? tools : Tools.only(tools, BASICS)), "HOME=/dev/null",
                "XDG_RUNTIME_DIR=" + agents.directory(), home.resolve("bin/mgmt").toString()));
        line.addAll(List.of(words));
        return line;
    }

    @Test
    public void anArchiveWithEtcdNeedsNoNetworkAndNothingButJava() throws Exception {
        Path home = unpacked();
        Path file = agents.directory().resolve("made");
        Path graph = agents.file("graph.yaml", """
                graph: offline
                resources:
                  file:
                  - name: made
                    path: %s
                    content: here
                """.formatted(file));
        List<String> start = new ArrayList<>(List.of("setsid"));
        start.addAll(line(home, "run", "--file", graph.toString(), "--hostname", HOST.host(), "--prefix",
                agents.prefix().toString()));
        AgentProcess agent = agents.startLine(HOST, Map.of(), start).prints("h1 leads");
        assertEquals("here", Files.readString(file));
        assertTrue(agents.mgmtLine(line(home, "status", "--prefix", agents.prefix().toString())).out()
                .contains(home.resolve("lib/etcd").toString()));

        Agents.Result keys = agents.mgmtLine(
                line(home, "etcdctl", "--prefix", agents.prefix().toString(), "get", "--prefix", "/_mgmt"));
        assertTrue(keys.toString(), keys.exitCode() == 0 && keys.out().contains("/_mgmt/hosts/h1\n{\"hostId\":"));

        agent.signalGroup("INT");
        assertEquals(0, agent.exitCode(Duration.ofSeconds(10)));
        assertEquals(List.of(), agents.etcds());
        assertFalse(agent.printed(), agent.printed().contains("WARN Failed") || agent.printed().contains("ERROR"));
    }
}
