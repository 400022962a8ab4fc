// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** What the first user does, from the first start to Ctrl-C. */
public class AgentIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(5);

    @Rule
    public final Agents agents = new Agents();

    /** A graph with one file in the directory of the test. */
    private Path graph(Path target, String content) throws IOException {
        return agents.file("graph.yaml", """
                graph: test
                resources:
                  noop:
                  - name: first
                  file:
                  - name: target
                    path: %s
                    content: "%s"
                edges:
                - name: e1
                  from: {kind: noop, name: first}
                  to: {kind: file, name: target}
                """.formatted(target, content));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "(absent)";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void serves(AgentProcess agent) {
        agent.until(LONG, "etcd serves and the keys are written", () -> {
            try {
                return agents.etcdctl(agent.spec().host(), "get", "/_mgmt/started/" + agent.spec().host())
                        .out().contains("memberId");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    public void makesTheFileAndRepairsItWhenItIsEditedReplacedOrDeleted() throws Exception {
        Path target = agents.directory().resolve("hello");
        AgentProcess agent = agents.start("h1", "--file", graph(target, "hello").toString());
        agent.until(LONG, "the file appears", () -> read(target).equals("hello"));
        Files.writeString(target, "edited");
        agent.until(LONG, "an edit is undone", () -> read(target).equals("hello"));
        Path other = agents.file("other", "replaced");
        Files.move(other, target, StandardCopyOption.REPLACE_EXISTING);
        agent.until(LONG, "a replacement is undone", () -> read(target).equals("hello"));
        Files.delete(target);
        agent.until(LONG, "a deletion is undone", () -> read(target).equals("hello"));
    }

    @Test
    public void takesOverTheChangedGraphAndKeepsTheOldOneIfTheNewIsWrong() throws Exception {
        Path target = agents.directory().resolve("hello");
        AgentProcess agent = agents.start("h1", "--file", graph(target, "one").toString());
        agent.until(LONG, "the file appears", () -> read(target).equals("one"));
        agents.file("graph.yaml", "graph: test\nresources:\n  file:\n  - name: target\n    pth: /x\n");
        agent.prints("\"pth\" is not a field of file");
        Files.delete(target);
        agent.until(LONG, "the graph that runs goes on", () -> read(target).equals("one"));
        graph(target, "two");
        agent.until(LONG, "the mended graph is taken over", () -> read(target).equals("two"));
    }

    @Test
    public void endsInOrderAtTheFirstInterruptAndLeavesNoProcess() throws Exception {
        AgentProcess agent = agents.start("h1", "--file", graph(agents.directory().resolve("f"), "x").toString());
        serves(agent);
        assertEquals(1, agents.etcds().size());
        agent.signalGroup("INT");
        assertEquals(agent.printed(), 0, agent.exitCode(STOP));
        assertEquals(List.of(), agents.etcds());
        assertTrue("the data is kept", Files.isDirectory(agents.state("h1").resolve("etcd")));
    }

    @Test
    public void endsInOrderWhenItsTerminalIsClosedOrItIsTerminated() throws Exception {
        for (String signal : List.of("HUP", "TERM")) {
            AgentProcess agent = agents.start("h1");
            serves(agent);
            agent.signalGroup(signal);
            assertEquals(signal + agent.printed(), 0, agent.exitCode(STOP));
            assertEquals(List.of(), agents.etcds());
        }
    }

    @Test
    public void showsTheKeysOfOneHost() throws Exception {
        AgentProcess agent = agents.start("h1", "--ideal-cluster-size", "3", "--zone", "z1", "--label", "rack=4");
        serves(agent);
        String keys = agents.etcdctl("h1", "get", "--prefix", "/_mgmt").out();
        List<String> lines = List.of(keys.split("\n"));
        assertEquals("3", lines.get(lines.indexOf("/_mgmt/idealClusterSize") + 1));
        assertEquals(agent.spec().peerUrl(), lines.get(lines.indexOf("/_mgmt/volunteers/h1") + 1));
        assertEquals(agent.spec().clientUrl(), lines.get(lines.indexOf("/_mgmt/endpoints/h1") + 1));
        Map<String, Object> host = JSON.std.mapFrom(lines.get(lines.indexOf("/_mgmt/hosts/h1") + 1));
        assertEquals("z1", host.get("zone"));
        Map<String, Object> timing = JSON.std.mapFrom(lines.get(lines.indexOf("/_mgmt/timing") + 1));
        assertTrue(timing.toString(), timing.containsKey("heartbeatMillis") && timing.containsKey("electionMillis"));
    }

    @Test
    public void writesItsKeysAgainWhenSomebodyDeletesThemAll() throws Exception {
        AgentProcess agent = agents.start("h1");
        serves(agent);
        agents.etcdctl("h1", "del", "--prefix", "/_mgmt");
        serves(agent);
        assertTrue(agents.etcdctl("h1", "get", "--prefix", "/_mgmt").out().contains("/_mgmt/hosts/h1"));
    }

    @Test
    public void tellsItsStatusToPeopleAndToPrograms() throws Exception {
        AgentProcess agent = agents.start("h1", "--file",
                graph(agents.directory().resolve("missing/f"), "x").toString());
        serves(agent);
        Map<String, Object> status = agents.status("h1");
        assertEquals("h1", status.get("host"));
        assertEquals("serving", ((Map<?, ?>) status.get("etcd")).get("state"));
        assertEquals(List.of(agent.spec().clientUrl()), ((Map<?, ?>) status.get("cluster")).get("endpoints"));
        String text = agents.mgmt("status", "--prefix", agents.prefix().toString()).out();
        assertTrue(text, text.contains("file[target] failed"));
        assertTrue("a failure carries its reason: " + text, text.contains("missing"));
    }

    @Test
    public void opensAGogoShellInTheRunningAgent() throws Exception {
        agents.start("h1").prints("h1 ");
        AgentProcess agent = agents.start("h2");
        serves(agent);
        Agents.Result result =
                agents.mgmtReading("lb engine\nmgmt:status | grep state\nmgmt:plan --size many\nexit\n", "shell",
                        "--hostname", "h2", "--prefix", agents.prefix().toString());
        assertEquals("that of the last command: " + result, 1, result.exitCode());
        assertTrue(result.out(), result.out().contains("Active"));
        String state = "state in   " + agents.state("h2");
        assertTrue("the commands of mgmt are those of the shell, too: " + result.out(),
                result.out().contains(state) && !result.out().contains("cluster    voter"));
        assertTrue("wrong use is told: " + result.err(), result.err().contains("many"));
        assertFalse("nobody types, so nobody is prompted", result.toString().contains("h2> "));
    }

    @Test
    public void listsTheAgentsIfItIsNotClearWhichOneIsMeant() throws Exception {
        serves(agents.start("h1"));
        serves(agents.start("h2"));
        Agents.Result result = agents.mgmt("status", "--prefix", agents.prefix().toString());
        assertEquals(1, result.exitCode());
        assertTrue(result.err(), result.err().contains("Name one with --hostname.\n  Running: h1, h2"));
    }

    @Test
    public void endsByItselfWhenItHasConvergedOrItsTimeIsOver() throws Exception {
        Path target = agents.directory().resolve("hello");
        String file = graph(target, "hello").toString();
        assertEquals(0, agents.start("h1", "--file", file, "--converged-timeout", "1").exitCode(LONG));
        assertEquals("hello", read(target));
        assertEquals(0, agents.start("h1", "--file", file, "--max-runtime", "2").exitCode(LONG));
        assertEquals(List.of(), agents.etcds());
    }

    @Test
    public void changesNothingWithNoop() throws Exception {
        Path target = agents.directory().resolve("hello");
        AgentProcess agent = agents.start("h1", "--noop", "--converged-timeout", "1", "--file",
                graph(target, "hello").toString());
        assertEquals(agent.printed(), 0, agent.exitCode(LONG));
        assertFalse(Files.exists(target));
        assertTrue(agent.printed(), agent.printed().contains("file[target]"));
    }

    /**
     * Java would take no path with such letters in the plain C locale. The shell makes the names, because
     * this test may run in that locale itself.
     */
    @Test
    public void takesPathsBeyondAsciiInThePlainLocaleToo() throws Exception {
        Path directory = agents.directory();
        Path seen = directory.resolve("seen");
        Path graph = agents.file("plain.yaml", "graph: g\nresources:\n  file:\n  - name: f\n    path: " + directory
                + "/\u00f6.txt\n    content: x\n  exec:\n  - name: e\n    shell: /bin/sh\n    cmd: test -f " + directory
                + "/\u00f6.txt && printf %s \"$LC_ALL\" > " + seen + "\nedges:\n- from: {kind: file, name: f}\n"
                + "  to: {kind: exec, name: e}\n");
        Path script = agents.file("start", "cp " + graph + " " + directory + "/gr\u00e4ph.yaml\n"
                + "LC_ALL=C exec \"$@\" --file " + directory + "/gr\u00e4ph.yaml\n");
        AgentProcess agent = agents.startWithin(List.of("sh", script.toString()), "h1", "--converged-timeout", "1");
        assertEquals(agent.printed(), 0, agent.exitCode(LONG));
        assertEquals("commands keep the locale of the user", "C", read(seen));
    }

    @Test
    public void logsJsonForMachines() throws Exception {
        AgentProcess agent = agents.start("h1", "--json-log", "--converged-timeout", "1", "--file",
                graph(agents.directory().resolve("hello"), "hello").toString());
        assertEquals(0, agent.exitCode(LONG));
        for (String line : agent.printed().split("\n")) {
            if (!line.startsWith("mgmt: ")) {
                assertTrue(line, JSON.std.mapFrom(line).containsKey("formattedMessage"));
            }
        }
    }

    @Test
    public void drawsTheGraph() throws Exception {
        Path graph = graph(agents.directory().resolve("hello"), "hello");
        Files.writeString(graph, "collect:\n- kind: file\n  pattern: /there/\n", StandardOpenOption.APPEND);
        Agents.Result result = agents.mgmt("graph", graph.toString());
        assertTrue(result.out(), result.out().contains("\"collect file /there/\" [style=dashed];"));
        assertEquals(result.toString(), 0, result.exitCode());
        assertTrue(result.out(), result.out().contains("\"noop[first]\" -> \"file[target]\""));
        Path drawn = agents.directory().resolve("drawn.dot");
        agents.start("h1", "--file", graph.toString(), "--graphviz", drawn.toString(), "--converged-timeout", "1")
                .exitCode(LONG);
        assertTrue(read(drawn), read(drawn).contains("digraph"));
    }
}
