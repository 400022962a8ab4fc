// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** Wrong input: one clear error, exit code 1, nothing started, nothing changed. */
public class WrongInputIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Rule
    public final Agents agents = new Agents();

    private Path target() {
        return agents.directory().resolve("never-made");
    }

    private String graph() throws IOException {
        return agents.file("graph.yaml", "graph: g\nresources:\n  file:\n  - name: f\n    path: " + target()
                + "\n    content: x\n").toString();
    }

    private void refused(AgentProcess agent, String... said) throws InterruptedException {
        assertEquals(agent.printed(), 1, agent.exitCode(SOON));
        for (String text : said) {
            assertTrue("\"" + text + "\" is not in: " + agent.printed(), agent.printed().contains(text));
        }
        assertFalse("no stack trace: " + agent.printed(), agent.printed().contains("\tat "));
        assertFalse("the graph did not run", Files.exists(target()));
        assertEquals("no etcd was started", List.of(), agents.etcds());
    }

    @Test
    public void namesEveryWrongLineOfABrokenGraph() throws Exception {
        Path broken = agents.file("broken.yaml",
                "graph: g\nresources:\n  file:\n  - name: f\n    path: " + target() + "\n    content: x\n"
                        + "  fil:\n  - name: g\nedges:\n- name: e1\n  from: {kind: file, name: f}\n"
                        + "  to: {kind: file, name: nowhere}\n");
        refused(agents.start("h1", "--file", broken.toString()), "broken.yaml:", "\"fil\"", "file[nowhere]");
    }

    @Test
    public void namesAGraphFileThatIsNotThere() throws Exception {
        refused(agents.start("h1", "--file", agents.directory() + "/none.yaml"), "none.yaml");
    }

    @Test
    public void namesTheHolderOfATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
            AgentProcess.Spec spec = new AgentProcess.Spec("h1", Ports.free(), taken.getLocalPort());
            refused(agents.start(spec, "--file", graph()),
                    "h1 cannot start etcd: 127.0.0.1:" + taken.getLocalPort() + " is taken by process "
                            + ProcessHandle.current().pid() + " (java)",
                    "Stop it, or pass another --server-urls. Nothing was changed");
        }
    }

    @Test
    public void namesAllTakenPortsAtOnceAndPromisesNothingOfATemporaryState() throws Exception {
        try (ServerSocket client = new ServerSocket(); ServerSocket peer = new ServerSocket()) {
            client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
            peer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
            AgentProcess.Spec spec = new AgentProcess.Spec("h1", client.getLocalPort(), peer.getLocalPort());
            AgentProcess agent = agents.start(spec, "--tmp-prefix", "--file", graph());
            refused(agent, "127.0.0.1:" + client.getLocalPort() + " is taken by process",
                    ", and 127.0.0.1:" + peer.getLocalPort() + " is taken by process",
                    "Stop what holds them, or pass other --client-urls and --server-urls. Nothing was changed.\n");
            assertFalse(agent.printed(), agent.printed().contains("data is kept"));
        }
    }

    @Test
    public void refusesAStateDirectoryBelowARegularFile() throws Exception {
        Path file = agents.file("regular", "x");
        refused(agents.start("h1", "--prefix", file.resolve("state").toString(), "--file", graph()),
                file.toString());
        assertEquals("x", Files.readString(file));
    }

    @Test
    public void refusesASecondAgentOnOneStateDirectory() throws Exception {
        AgentProcess first = agents.start("h1");
        first.prints("h1 started etcd");
        AgentProcess second = agents.start("h1");
        assertEquals(second.printed(), 1, second.exitCode(SOON));
        assertTrue(second.printed(), second.printed().contains("already running as process"));
        assertTrue("the first goes on", first.isAlive());
    }

    @Test
    public void namesEveryWayToAnEtcdIfThereIsNone() throws Exception {
        Path tools = Tools.only(agents.directory().resolve("tools"), "sh", "setsid", "readlink", "dirname", "sed",
                "stat", "cksum", "tr", "java", "mkdir", "stty", "sort", "mv", "rm");
        Map<String, String> poor = Map.of("PATH", tools.toString(),
                "XDG_CACHE_HOME", agents.directory().resolve("cache").toString());
        refused(agents.start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()), poor, "--file", graph()),
                "--etcd", "PATH", "lib", "cargo", "apt");
    }

    /** A file where the directory must be stands for all that keeps it from being written: it stops root too. */
    @Test
    public void saysThatTheCacheCannotBeWritten() throws Exception {
        Path tools = Tools.only(agents.directory().resolve("tools"), "sh", "setsid", "readlink", "dirname", "sed",
                "stat", "cksum", "tr", "java", "mkdir", "stty", "sort", "mv", "rm");
        Path cargo = Files.writeString(tools.resolve("cargo"), "#!/bin/sh\nexit 1\n");
        assertTrue(cargo.toFile().setExecutable(true));
        Path file = agents.file("cache", "in the way");
        Map<String, String> environment = Map.of("PATH", tools.toString(), "XDG_CACHE_HOME", file.toString());
        refused(agents.start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()), environment, "--file", graph()),
                "h1 cannot start etcd: none is installed, and none can be fetched into " + file + "/mgmt/etcd: " + file
                        + " is not a directory.\n  Mend that, set XDG_CACHE_HOME to a directory that this user may"
                        + " write to, or pass --etcd PATH. Nothing was changed; data is kept in");
        assertEquals("in the way", Files.readString(file));
    }

    @Test
    public void saysThatTheTemporaryDirectoryCannotBeUsed() throws Exception {
        refused(agents.start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()),
                Map.of("MGMT_JAVA_OPTS", "-Djava.io.tmpdir=/no/such/directory"), "--file", graph()),
                "The temporary directory /no/such/directory cannot be used: there is no such directory.\n"
                        + "  Mend it, or name another one: MGMT_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
    }

    /** There may be one, and somebody who is told that there is none would start a second. */
    @Test
    public void saysThatAnAgentOfAnotherUserIsOutOfSight() throws Exception {
        assumeTrue("only root can become somebody else", "root".equals(System.getProperty("user.name")));
        assumeTrue("the distribution lies where others may look", new ProcessBuilder("setpriv", "--reuid=65534",
                "--clear-groups", "test", "-x", Agents.command().toString()).start().waitFor() == 0);
        Path prefix = Files.createTempDirectory(Path.of("/tmp"), "mgmt-it-");
        try {
            Files.setPosixFilePermissions(prefix, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(prefix.resolve("h1"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Agents.Result seen = agents.mgmtWithin(List.of("setpriv", "--reuid=65534", "--clear-groups"),
                    "status", "--prefix", prefix.toString());
            assertEquals(seen.toString(), 1, seen.exitCode());
            assertTrue(seen.err(), seen.err().contains("there may be one that runs as another user: h1 (of root).\n"
                    + "  Run this as that user, such as with sudo -u root.\n"));
        } finally {
            Files.deleteIfExists(prefix.resolve("h1"));
            Files.delete(prefix);
        }
    }

    @Test
    public void refusesAnEtcdThatCannotBeRun() throws Exception {
        refused(agents.start("h1", "--etcd", "/dev/null", "--file", graph()), "/dev/null");
    }

    @Test
    public void refusesUrlsThatCannotBeServed() throws Exception {
        AgentProcess.Spec same = new AgentProcess.Spec("h1", Ports.free(), 0);
        refused(agents.start(new AgentProcess.Spec("h1", same.clientPort(), same.clientPort()), "--file", graph()),
                String.valueOf(same.clientPort()));
        refused(agents.start("h2", "--file", graph(), "--client-urls", "http://0.0.0.0:" + Ports.free()),
                "--advertise-client-urls");
        refused(agents.start("h3", "--file", graph(), "--client-urls", "https://127.0.0.1:" + Ports.free()), "https");
    }

    @Test
    public void itsOwnAddressIsNoSeed() throws Exception {
        AgentProcess.Spec own = new AgentProcess.Spec("h1", Ports.free(), Ports.free());
        refused(agents.start(own, "--seeds", own.clientUrl(), "--file", graph()),
                "--seeds " + own.clientUrl() + " is the client URL of h1 itself", "leave out --seeds to found");
    }

    /** That is no error: the others may be started a minute later. */
    @Test
    public void saysWhatItWaitsForIfNoSeedAnswers() throws Exception {
        String seed = "http://127.0.0.1:" + Ports.free();
        AgentProcess agent = agents.start("h1", "--seeds", seed, "--file", graph());
        agent.prints("h1 waits for its cluster: endpoints=" + seed);
        agent.signal("TERM");
        assertEquals(agent.printed(), 0, agent.exitCode(Duration.ofSeconds(20)));
    }

    @Test
    public void refusesAWrongVariableLikeAWrongFlag() throws Exception {
        refused(agents.start(new AgentProcess.Spec("h1", Ports.free(), Ports.free()),
                Map.of("MGMT_IDEAL_CLUSTER_SIZE", "abc"), "--file", graph()),
                "MGMT_IDEAL_CLUSTER_SIZE: \"abc\" is not a whole number from 1 to 9",
                "Mend the variable MGMT_IDEAL_CLUSTER_SIZE, or unset it.");
    }

    @Test
    public void validatesWithoutStartingAnything() throws Exception {
        Agents.Result good = agents.mgmt("validate", graph());
        assertEquals(good.toString(), 0, good.exitCode());
        Path broken = agents.file("broken.yaml", "graph: g\nresources:\n  file:\n  - name: /f\n    content: [1]\n");
        Agents.Result bad = agents.mgmt("validate", broken.toString());
        assertEquals(bad.toString(), 1, bad.exitCode());
        assertTrue(bad.err(), bad.err().contains("broken.yaml:5:"));
        assertFalse(Files.exists(target()));
    }
}
