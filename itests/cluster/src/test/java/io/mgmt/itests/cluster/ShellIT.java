// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.itests.cluster.Agents.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** The shell of a running agent: what is typed, piped and completed. */
public class ShellIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** One for all, because nothing here changes it for good. */
    @ClassRule
    public static final Agents agents = new Agents();

    @BeforeClass
    public static void start() throws IOException {
        start("h1");
    }

    private static AgentProcess start(String host) throws IOException {
        return agents.start(host, "--file", agents.file("graph.yaml", """
                graph: test
                resources:
                  noop:
                  - name: first
                  - name: second
                edges:
                - name: e1
                  from: {kind: noop, name: first}
                  to: {kind: noop, name: second}
                """).toString()).prints(host + " leads");
    }

    private static Result mgmt(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--hostname", "h1", "--prefix", agents.prefix().toString()));
        return agents.mgmt(line.toArray(String[]::new));
    }

    private Result shell(String... lines) throws IOException, InterruptedException {
        return agents.mgmtReading(String.join("\n", lines) + "\n", "shell", "--hostname", "h1", "--prefix",
                agents.prefix().toString());
    }

    private void says(int exit, String out, String... lines) throws IOException, InterruptedException {
        Result result = shell(lines);
        assertEquals(result.toString(), out, result.out());
        assertEquals(result.toString(), exit, result.exitCode());
        assertEquals(result.toString(), exit == 0, result.err().isEmpty());
    }

    /** Each command is known to both by the same sentence; only etcdctl is another program for each. */
    @Test
    public void helpSaysWhatTheCommandLineSays() throws Exception {
        Map<String, String> told = new TreeMap<>();
        for (String line : shell("help").out().split("\n\n")[0].split("\n")) {
            String[] parts = line.split("\\s+", 2);
            told.put(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        assertTrue(told.toString(), told.keySet()
                .containsAll(List.of("graph", "help", "members", "resources", "status")));
        told.keySet().removeAll(List.of("etcdctl", "etcdctl-path", "endpoints", "help", "summary"));
        for (Map.Entry<String, String> one : told.entrySet()) {
            Result help = agents.mgmt(one.getKey(), "--help");
            assertEquals(one.getKey(), 0, help.exitCode());
            assertTrue(one + " in " + help.out(), help.out().replaceAll("\\s+", " ").contains(one.getValue()));
        }
    }

    @Test
    public void tellsHowACommandIsUsed() throws Exception {
        says(0, "Usage: mgmt:resources [--json]\n"
                + "Shows every resource of the running graph: its state, for how long, and why.\n",
                "help mgmt:resources");
        Result unknown = shell("help mgmt:bogus");
        assertEquals(unknown.toString(), 1, unknown.exitCode());
        assertTrue(unknown.err(), unknown.err().contains("mgmt has no command \"bogus\" here."));
    }

    @Test
    public void rowsGoThroughPipesLoopsAndVariables() throws Exception {
        says(0, "first is in state\nsecond is in state\n", "each (resources) { echo ${it[name]} is ${it[state]} }");
        says(0, "second\n", "each (mgmt:resources) {", "  echo ${it[name]}", "} | grep second");
        Result line = shell("resources | grep second");
        assertTrue(line.toString(), line.out().matches("noop  second  in state  .*\n"));
        says(0, "2\n", "x = (resources) | grep nothing", "$x size");
        assertTrue(shell("members | grep voter").out().contains("h1  "));
        says(0, "h1 is voter\n", "each (members) { echo ${it[host]} is ${it[role]} } | grep h1");
    }

    @Test
    public void theSameAnswersOnTheCommandLine() throws Exception {
        Result table = mgmt("resources");
        assertTrue(table.toString(), table.out().startsWith("KIND  NAME    STATE"));
        List<Object> rows = JSON.std.listFrom(mgmt("resources", "--json").out());
        assertEquals("in state", ((Map<?, ?>) rows.get(1)).get("state"));
        Result dot = mgmt("graph");
        assertTrue(dot.toString(), dot.out().contains("\"noop[first]\" -> \"noop[second]\" [label=\"e1\"];"));
        says(0, dot.out(), "graph");
        assertEquals(dot.out(), agents.mgmt("graph", agents.directory().resolve("graph.yaml").toString()).out());
        assertEquals("test", JSON.std.mapFrom(mgmt("graph", "--json").out()).get("name"));
    }

    @Test
    public void theExitCodeIsThatOfTheLastLine() throws Exception {
        assertEquals(1, shell("mgmt:resize many").exitCode());
        assertEquals(0, shell("mgmt:resize many", "summary").exitCode());
        assertEquals(1, shell("summary | grep nothing").exitCode());
        assertEquals(4, shell("exit 4", "summary").exitCode());
        Result unknown = shell("bogus");
        assertEquals(1, unknown.exitCode());
        assertEquals("Command not found: bogus. \"help\" lists those of mgmt, \"felix:help\" all.\n", unknown.err());
        Result open = shell("each (resources) {");
        assertEquals(1, open.exitCode());
        assertTrue(open.err(), open.err().startsWith("The input ends within a statement"));
    }

    @Test
    public void commandsComeAndGoWithTheirBundlesWhileAShellIsOpen() throws Exception {
        Matcher engine = Pattern.compile("(?m)^ *(\\d+)\\|Active .*\\|engine ").matcher(shell("lb").out());
        assertTrue(engine.find());
        Result result = shell("graph | grep digraph", "stop " + engine.group(1), "graph", "resources",
                "start " + engine.group(1), "graph | grep digraph");
        assertEquals(result.toString(), "digraph \"test\" {\ndigraph \"test\" {\n", result.out());
        assertEquals(result.toString(), "Command not found: graph. \"help\" lists those of mgmt, \"felix:help\" all.\n"
                + "No graph runs here.\n", result.err());
    }

    /** As an editor asks, on the socket itself; meanwhile another shell is open. */
    @Test
    public void completesCommandsFlagsAndHosts() throws Exception {
        Path socket = Path.of(Files.readString(agents.state("h1").resolve("control")).strip());
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel),
                        StandardCharsets.UTF_8))) {
            send(other, "{\"session\":true}");
            send(channel, "{\"session\":true}");
            assertEquals(Map.of("host", "h1"), JSON.std.mapFrom(answers.readLine()));
            send(channel, "{\"complete\":\"resour\"}");
            assertEquals(List.of("resources"), values(answers));
            send(channel, "{\"complete\":\"status | gr\"}");
            assertEquals(List.of("graph", "grep"), values(answers));
            send(channel, "{\"complete\":\"graph --\"}");
            assertEquals(List.of("--json"), values(answers));
            send(channel, "{\"complete\":\"why \"}");
            assertEquals(List.of("h1", "--json"), values(answers));
            send(channel, "{\"line\":\"summary\"}");
            assertTrue(String.valueOf(JSON.std.mapFrom(answers.readLine()).get("out")).startsWith("test: 2 of 2"));
            assertEquals(Map.of("exit", 0), JSON.std.mapFrom(answers.readLine()));
        }
    }

    @Test
    public void aRawStreamIsAShellToo() throws Exception {
        Path socket = Path.of(Files.readString(agents.state("h1").resolve("control")).strip());
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            send(channel, "{\"shell\":true}\nsummary\nbogus\nexit");
            String all = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all, all.startsWith("mgmt> test: 2 of 2 in state"));
            assertTrue(all, all.contains("mgmt> Command not found: bogus."));
        }
    }

    private static void send(SocketChannel channel, String request) throws IOException {
        channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Object> values(BufferedReader answers) throws IOException {
        List<Object> values = new ArrayList<>();
        for (Object one : (List<?>) JSON.std.mapFrom(answers.readLine()).get("candidates")) {
            values.add(((Map<?, ?>) one).get("value"));
        }
        return values;
    }

    /** util-linux's script makes the terminal. */
    @Test
    public void aPersonAtATerminalCompletesEditsAndIsToldWhenTheAgentEnds() throws Exception {
        AgentProcess agent = start("h2");
        Path seen = agents.file("seen", "");
        // Where the build was started in the background, Ctrl-C would be ignored from here on.
        List<String> line = new ArrayList<>(Agents.DEAF_TO_NOTHING);
        line.addAll(List.of("script", "-qefc", "stty cols 100 rows 30; exec "
                + Agents.command() + " shell --hostname h2 --prefix " + agents.prefix(), "/dev/null"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true).redirectOutput(seen.toFile());
        builder.environment().putAll(Map.of("TERM", "xterm", "XDG_STATE_HOME", agents.directory() + "/person"));
        Process person = builder.start();
        try (OutputStream keys = person.getOutputStream()) {
            shows(seen, "h2> ", 1);
            type(keys, "summ\t");
            shows(seen, "summary", 1);
            type(keys, "\r");
            shows(seen, "test: 2 of 2 in state", 1);
            shows(seen, "h2> ", 2);
            type(keys, "\033OA\r");
            shows(seen, "test: 2 of 2 in state", 2);
            shows(seen, "h2> ", 3);
            type(keys, "etcdctl watch /nothing\r");
            shows(seen, "etcdctl watch", 1);
            type(keys, "\003");
            shows(seen, "h2> ", 4);
            agent.signalGroup("TERM");
            shows(seen, "The agent has ended.", 1);
            assertTrue(person.waitFor(20, TimeUnit.SECONDS));
            assertEquals(2, person.exitValue());
        } finally {
            person.descendants().forEach(ProcessHandle::destroyForcibly);
            person.destroyForcibly();
        }
        assertTrue(Files.readString(agents.directory().resolve("person/mgmt/shell-history")).contains("summary"));
        assertFalse("nothing is kept beside it", Files.exists(agents.directory().resolve("person/mgmt/h2")));
    }

    private static void type(OutputStream keys, String what) throws IOException {
        keys.write(what.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private static void shows(Path seen, String what, int times) {
        eventually(LONG, what + " is shown", () -> {
            try {
                return Files.readString(seen).split(Pattern.quote(what), -1).length > times;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
