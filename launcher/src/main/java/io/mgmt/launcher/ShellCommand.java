// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Places;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mgmt shell}: Gogo in the running agent. */
@Command(name = "shell", mixinStandardHelpOptions = true,
        description = "Opens the Gogo shell of the running agent; end it with Ctrl-D or \"exit\".",
        footer = {"", "Every command is there without \"mgmt\": status, members | grep voter, help.",
            "At a terminal: Tab completes, the arrow keys go back to former lines, Ctrl-C gives up a line or what it"
                + " runs. Else lines are read from standard input, and the exit code is that of the last one."})
final class ShellCommand implements Callable<Integer> {

    /** Set by the start script if standard input is a terminal: Java 17 cannot ask about a single stream. */
    private static final String TYPED = "mgmt.typed";
    /** Set by the start script if standard output is one, too. */
    private static final String SHOWN = "mgmt.shown";

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    @Override
    public Integer call() throws Exception {
        boolean isTyped = Boolean.getBoolean(TYPED);
        Thread reading = Thread.currentThread();
        boolean edits = isTyped && Boolean.getBoolean(SHOWN);
        // A person at the prompt is to hear at once that the agent has gone.
        try (ShellClient client = new ShellClient(agent.connect(), edits ? reading::interrupt : () -> { })) {
            String host = client.greeted();
            if (edits) {
                Path directory = Places.prefix(System.getenv(), Path.of(System.getProperty("user.home", "/")), false);
                try (EditingShell shell = new EditingShell(client, host, EditingShell.terminal(),
                        EditingShell.history(directory))) {
                    return shell.run();
                }
            }
            return PlainShell.run(client, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                    isTyped ? host + "> " : "", spec.commandLine().getOut(), spec.commandLine().getErr());
        }
    }
}
