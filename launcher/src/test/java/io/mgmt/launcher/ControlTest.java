// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the commands ask an agent, and what becomes of its answer. */
public class ControlTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServerSocketChannel agent;

    @Before
    public void listen() throws IOException {
        Path host = Files.createDirectory(folder.getRoot().toPath().resolve("h1"));
        Path socket = folder.getRoot().toPath().resolve("s");
        Files.writeString(host.resolve("control"), socket + "\n");
        agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        agent.bind(UnixDomainSocketAddress.of(socket));
    }

    @After
    public void close() throws IOException {
        agent.close();
    }

    /** Runs a command against an agent that gives the answer, and returns what it was asked. */
    private Map<String, Object> asked(int exit, String answer, String... arguments) throws Exception {
        CompletableFuture<Map<String, Object>> request = CompletableFuture.supplyAsync(() -> serve(answer));
        String[] line = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, line, 0, arguments.length);
        line[arguments.length] = "--prefix";
        line[arguments.length + 1] = folder.getRoot().toString();
        assertEquals(err.toString(), exit, Main.commandLine(Map.of()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(line));
        return request.get(10, TimeUnit.SECONDS);
    }

    private Map<String, Object> serve(String answer) {
        try (SocketChannel client = agent.accept()) {
            String line = new BufferedReader(new InputStreamReader(Channels.newInputStream(client),
                    StandardCharsets.UTF_8)).readLine();
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            return JSON.std.mapFrom(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertAsks(String command, List<String> arguments, String... line) throws Exception {
        assertEquals(Map.of("command", command, "arguments", arguments), asked(0, "{\"exit\":0}\n", line));
    }

    @Test
    public void asksWithTheWordsAndFlagsThatWereTyped() throws Exception {
        assertAsks("members", List.of(), "members");
        assertAsks("members", List.of("--json"), "members", "--json");
        assertAsks("plan", List.of("5", "--json"), "plan", "--size", "5", "--json");
        assertAsks("why", List.of(), "why");
        assertAsks("why", List.of("h2", "--json"), "why", "--json", "h2");
        assertAsks("resources", List.of("--json"), "resources", "--json");
        assertAsks("graph", List.of(), "graph");
        assertAsks("graph", List.of("--json"), "graph", "--json");
        assertAsks("resize", List.of("3"), "resize", "3");
        assertAsks("resize", List.of("3", "--no-wait", "--json"), "resize", "--json", "3", "--no-wait");
    }

    /** The agent reads the jar, and stands in another directory. */
    @Test
    public void asksForWhatIsToBeDoneOnAllHosts() throws Exception {
        String jar = Path.of("p.jar").toAbsolutePath().toString();
        assertAsks("deploy", List.of(jar), "deploy", "p.jar");
        assertAsks("deploy", List.of(jar, "--no-wait"), "deploy", "--no-wait", "./p.jar");
        assertAsks("undeploy", List.of("a.b"), "undeploy", "a.b");
        assertAsks("bundles", List.of("--all", "--json"), "bundles", "--json", "--all");
        assertAsks("config", List.of(), "config");
        assertAsks("config", List.of("a.b", "min=-3", "max=", "--unset=x"), "config", "a.b", "min=-3", "max=",
                "--unset", "x");
    }

    /** What is a size is for the agent to say: the bound is a setting of its. */
    @Test
    public void leavesItToTheAgentWhatASizeIs() throws Exception {
        assertAsks("resize", List.of("-3"), "resize", "-3");
        assertAsks("resize", List.of("abc"), "resize", "abc");
        assertAsks("plan", List.of("0"), "plan", "--size", "0");
    }

    @Test
    public void printsWhatTheAgentSaysAndEndsAsItDoes() throws Exception {
        asked(2, "{\"out\":\"a\\n\"}\n{\"err\":\"b\\n\"}\n{\"out\":\"c\\n\"}\n{\"exit\":2}\n", "members");
        assertEquals("a\nc\n", out.toString());
        assertEquals("b\n", err.toString());
    }

    @Test
    public void anAgentThatEndsInTheMiddleIsAFailure() throws Exception {
        asked(2, "{\"out\":\"a\\n\"}\n", "members");
        assertTrue(err.toString(), err.toString().contains("The agent ended before it had answered."));
    }
}
