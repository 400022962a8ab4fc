// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Keys that are typed, and what reaches the agent. */
public class EditingShellTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private LineDisciplineTerminal terminal;
    private FakeShell agent;
    private ShellClient client;
    private CompletableFuture<Integer> exit;

    private static List<Map<String, Object>> answer(Map<String, Object> request) {
        if (request.containsKey("session")) {
            return List.of(Map.of("host", "h1"));
        }
        if (request.containsKey("complete")) {
            return List.of(Map.of("from", 6, "candidates", List.of(
                    Map.of("value", "members", "about", "Shows who is a member.", "whole", true))));
        }
        if ("exit".equals(request.get("line"))) {
            return List.of(Map.of("exit", 3, "over", true));
        }
        if ("wait".equals(request.get("line"))) {
            return List.of(Map.of("out", "It takes long.\n"));
        }
        return List.of("open {".equals(request.get("line")) ? Map.of("unfinished", true) : Map.of("exit", 0));
    }

    @Before
    public void open() throws Exception {
        terminal = new LineDisciplineTerminal("test", "xterm", screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        agent = new FakeShell(folder.getRoot().toPath().resolve("s"), EditingShellTest::answer);
        CompletableFuture<Thread> reading = new CompletableFuture<>();
        client = new ShellClient(agent.connect(), () -> reading.join().interrupt());
        assertEquals("h1", client.greeted());
        EditingShell shell = new EditingShell(client, "h1", terminal, EditingShell.history(history()));
        exit = CompletableFuture.supplyAsync(() -> {
            reading.complete(Thread.currentThread());
            return shell.run();
        });
        assertEquals(Map.of("session", true), agent.asked.poll(10, TimeUnit.SECONDS));
    }

    private Path history() {
        return folder.getRoot().toPath().resolve("kept");
    }

    @After
    public void close() throws Exception {
        client.close();
        agent.close();
        terminal.close();
    }

    private void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private void asks(Object what, String key) throws InterruptedException {
        assertEquals(Map.of(key, what), agent.asked.poll(10, TimeUnit.SECONDS));
    }

    @Test
    public void aLineGoesToTheAgentAndItsExitCodeEndsTheShell() throws Exception {
        type("status\r");
        asks("status", "line");
        type("exit\r");
        assertEquals(3, (int) exit.get(10, TimeUnit.SECONDS));
    }

    /** Gogo would begin a word at the bracket; the editor begins it at the space. */
    @Test
    public void tabCompletesWithinAWordOfTheEditor() throws Exception {
        type("each (mem\t");
        asks("each (mem", "complete");
        type(") { }\r");
        asks("each (members ) { }", "line");
    }

    @Test
    public void theArrowGoesBackToAFormerLine() throws Exception {
        for (String arrow : List.of("\033OA", "\033[A")) {
            type("say " + arrow.length() + arrow.charAt(1) + "\r");
            asks("say 3" + arrow.charAt(1), "line");
            type(arrow + "\r");
            asks("say 3" + arrow.charAt(1), "line");
        }
        assertTrue(Files.readString(history().resolve("shell-history")).contains("say 3"));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(history().resolve("shell-history"))));
    }

    @Test
    public void anExclamationMarkIsNoWishForAFormerLine() throws Exception {
        type("echo !!\r");
        asks("echo !!", "line");
    }

    @Test
    public void aStatementThatIsNotCompleteGoesOn() throws Exception {
        type("open {\r");
        asks("open {", "line");
        type("}\r");
        asks("open {\n}", "line");
    }

    @Test
    public void ctrlDEndsTheShell() throws Exception {
        type("\004");
        assertEquals(0, (int) exit.get(10, TimeUnit.SECONDS));
    }

    @Test
    public void theEndOfTheAgentEndsAPersonsWaiting() throws Exception {
        type("status\r");
        asks("status", "line");
        agent.hangUp();
        assertEquals(2, (int) exit.get(10, TimeUnit.SECONDS));
        assertTrue(screen.toString(StandardCharsets.UTF_8).contains("The agent has ended."));
    }

    /** A directory that cannot be made costs the memory and not the shell. */
    @Test
    public void aHistoryThatCannotBeKeptIsNone() throws Exception {
        assertEquals(Optional.empty(), EditingShell.history(folder.newFile("file").toPath().resolve("below")));
    }

    @Test
    public void ctrlCAsksWhatRunsToGiveUp() throws Exception {
        type("wait\r");
        asks("wait", "line");
        terminal.raise(Terminal.Signal.INT);
        asks(true, "interrupt");
        type("status\r");
        asks("status", "line");
    }
}
