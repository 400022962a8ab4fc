// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.IOError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A person at a terminal: edits lines, completes them and goes back to former ones here, and runs them in
 * the agent. Only {@code mgmt shell} loads this class, and with it JLine.
 */
final class EditingShell implements AutoCloseable {

    private static final String CONTINUED = "> ";
    private static final Size USUAL = new Size(80, 24);
    private static final int RESTORE_TRIES = 5;

    private final ShellClient client;
    private final Terminal terminal;
    private final Attributes usual;
    private final LineReader reader;
    private final String prompt;

    /** @param history where former lines are kept; empty if nowhere */
    EditingShell(ShellClient client, String host, Terminal terminal, Optional<Path> history) {
        this.client = client;
        this.terminal = terminal;
        this.usual = terminal.getAttributes();
        this.prompt = host + "> ";
        // Gogo has rules of its own for quotes; for the editor a word ends at a space.
        DefaultParser words = new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]);
        LineReaderBuilder builder = LineReaderBuilder.builder().terminal(terminal).appName("mgmt").parser(words)
                .completer(this::complete)
                // "!" is a word of Gogo's, and no wish for a former line.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
        // What arrows send on terminals that do not switch to other codes for an editor.
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\033[A");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\033[B");
        keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
        keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
    }

    /** The terminal of this process. */
    static Terminal terminal() throws IOException {
        // By the programs tty and stty: no native code is unpacked anywhere.
        Terminal terminal = TerminalBuilder.builder().name("mgmt").system(true).exec(true).jni(false).jna(false)
                .jansi(false).ffm(false).dumb(true).build();
        if (terminal.getWidth() == 0) {
            // Some that are made by programs do not know their size; the editor would show nothing.
            terminal.setSize(USUAL);
        }
        return terminal;
    }

    /**
     * The file for former lines, which may hold what is nobody else's business.
     *
     * @return empty if it cannot be written
     */
    static Optional<Path> history(Path directory) {
        Path file = directory.resolve("shell-history");
        try {
            Files.createDirectories(directory);
            if (!Files.exists(file)) {
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // A shell without a memory is better than none.
            return Optional.empty();
        }
    }

    /**
     * Reads and runs lines until the person, or the agent, ends.
     *
     * @return the exit code of the shell
     */
    int run() {
        terminal.handle(Terminal.Signal.INT, signal -> client.interrupt());
        PrintWriter out = terminal.writer();
        String before = "";
        while (!client.isGone()) {
            try {
                String statement = before + reader.readLine(before.isEmpty() ? prompt : CONTINUED);
                before = "";
                ShellClient.Outcome outcome = client.run(statement, out, out);
                if (outcome instanceof ShellClient.Outcome.Over over) {
                    return over.exitCode();
                }
                if (outcome instanceof ShellClient.Outcome.Gone) {
                    return gone(out);
                }
                before = outcome instanceof ShellClient.Outcome.Unfinished ? statement + "\n" : "";
            } catch (UserInterruptException e) {
                // Ctrl-C gives up the line; but the editor is also left in this way when the agent has gone.
                if (client.isGone()) {
                    return gone(out);
                }
                before = "";
            } catch (IOError e) {
                // Ctrl-C met the program stty, by which the terminal is set, and not the line that was just ended.
                if (client.isGone()) {
                    return gone(out);
                }
                restore();
                before = "";
            } catch (EndOfFileException e) {
                return Agent.DONE;
            }
        }
        return gone(out);
    }

    /** As the terminal was; Ctrl-C may meet this, too. */
    private void restore() {
        for (int i = 0; i < RESTORE_TRIES; i++) {
            try {
                terminal.setAttributes(usual);
                return;
            } catch (IOError again) {
                continue;
            }
        }
    }

    private static int gone(PrintWriter out) {
        out.println("The agent has ended.");
        out.flush();
        return Agent.FAILED;
    }

    /** What the agent knows; where its candidates begin within the word, the editor's word is kept before them. */
    private void complete(LineReader asking, ParsedLine line, List<Candidate> candidates) {
        String text = line.line().substring(0, line.cursor());
        int word = line.cursor() - line.wordCursor();
        ShellClient.Completion completion = client.complete(text);
        String kept = completion.from() > word ? text.substring(word, completion.from()) : "";
        for (ShellClient.Candidate one : completion.candidates()) {
            candidates.add(new Candidate(kept + one.value(), one.value(), null,
                    one.about().isEmpty() ? null : one.about(), null, null, one.isWhole()));
        }
    }

    @Override
    public void close() throws IOException {
        // What told that the agent has gone; the terminal is set by a program that is waited for.
        Thread.interrupted();
        restore();
        try {
            terminal.close();
        } catch (InterruptedIOException e) {
            // That came only now.
            terminal.close();
        }
    }
}
