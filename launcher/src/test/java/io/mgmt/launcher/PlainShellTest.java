// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Lines from a file, and what becomes of them. */
public class PlainShellTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static List<Map<String, Object>> answer(Map<String, Object> request) {
        if (request.containsKey("session")) {
            return List.of(Map.of("host", "h1"));
        }
        String line = String.valueOf(request.get("line"));
        return switch (line) {
            case "fails" -> List.of(Map.of("err", "why\n"), Map.of("exit", 1));
            case "{" -> List.of(Map.of("unfinished", true));
            case "exit" -> List.of(Map.of("exit", 7, "over", true));
            case "die" -> List.of();
            default -> List.of(Map.of("out", line + " said\n"), Map.of("exit", 0));
        };
    }

    private int run(String lines) throws Exception {
        try (FakeShell agent = new FakeShell(folder.getRoot().toPath().resolve("s"), PlainShellTest::answer);
                ShellClient client = new ShellClient(agent.connect(), () -> { })) {
            assertEquals("h1", client.greeted());
            return PlainShell.run(client, new BufferedReader(new StringReader(lines)), "", new PrintWriter(out),
                    new PrintWriter(err));
        }
    }

    @Test
    public void theExitCodeIsThatOfTheLastLine() throws Exception {
        assertEquals(0, run("fails\na\nb\n"));
        assertEquals("a said\nb said\n", out.toString());
        assertEquals("why\n", err.toString());
    }

    @Test
    public void aLineThatFailsLastFails() throws Exception {
        assertEquals(1, run("a\nfails\n"));
    }

    @Test
    public void exitLeavesTheRest() throws Exception {
        assertEquals(7, run("exit\na\n"));
        assertEquals("", out.toString());
    }

    @Test
    public void aStatementMayTakeSeveralLines() throws Exception {
        assertEquals(0, run("{\n}\n"));
        assertEquals("{\n} said\n", out.toString());
    }

    @Test
    public void saysThatTheInputEndsTooEarly() throws Exception {
        assertEquals(1, run("a\n{\n"));
        assertEquals("The input ends within a statement: a bracket or a quote is still open.\n", err.toString());
    }

    @Test
    public void saysThatTheAgentHasEnded() throws Exception {
        assertEquals(2, run("die\n"));
        assertEquals("The agent has ended.\n", err.toString());
    }

    /** An agent of before knows no such request, and says so in its own way. */
    @Test
    public void aRefusalIsTold() throws Exception {
        try (FakeShell agent = new FakeShell(folder.getRoot().toPath().resolve("s"),
                request -> List.of(Map.of("err", "no command \"null\"\n"), Map.of("exit", 2)));
                ShellClient client = new ShellClient(agent.connect(), () -> { })) {
            assertEquals("no command \"null\"", assertThrows(UserException.class, client::greeted).getMessage());
        }
    }
}
