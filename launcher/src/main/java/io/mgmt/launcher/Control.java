// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Agent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The client's side of the control socket: one JSON line asks, and each JSON line that comes back
 * holds a piece of standard output ({@code out}), of standard error ({@code err}), or ends it
 * ({@code exit}).
 */
final class Control {

    private Control() {
    }

    /** Runs a command in the agent that is meant, and prints what it says where the command prints. */
    static int ask(AgentChoice agent, CommandSpec spec, String command, List<String> arguments)
            throws UserException, IOException {
        try (SocketChannel channel = agent.connect()) {
            return run(channel, command, arguments, spec.commandLine().getOut(), spec.commandLine().getErr());
        }
    }

    /** Runs a command in the agent and prints what it says. Returns its exit code. */
    static int run(SocketChannel channel, String command, List<String> arguments, PrintWriter out, PrintWriter err)
            throws IOException {
        send(channel, Map.of("command", command, "arguments", arguments));
        BufferedReader answers = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        String line;
        while ((line = answers.readLine()) != null) {
            Map<String, Object> answer = JSON.std.mapFrom(line);
            if (answer.get("exit") instanceof Number exit) {
                return exit.intValue();
            }
            print(out, answer.get("out"));
            print(err, answer.get("err"));
        }
        err.println("The agent ended before it had answered.");
        err.flush();
        return Agent.FAILED;
    }

    private static void send(SocketChannel channel, Map<String, Object> request) throws IOException {
        Channels.newOutputStream(channel)
                .write((JSON.std.asString(request) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void print(PrintWriter to, Object text) {
        if (text != null) {
            to.print(text);
            to.flush();
        }
    }
}
