// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Agent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The client's side of the control socket: one JSON line asks, and each JSON line that comes back
 * holds a piece of standard output ({@code out}), of standard error ({@code err}), or ends it
 * ({@code exit}).
 */
final class Control {

    private Control() {
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

    /**
     * Turns the connection into the raw stream of a Gogo shell, until either side ends it.
     *
     * @param prompts whether a person types, who wants to see a prompt
     */
    static void shell(SocketChannel channel, boolean prompts, InputStream in, OutputStream out) throws IOException {
        send(channel, Map.of("shell", true, "prompt", prompts));
        Thread keys = new Thread(() -> {
            try {
                type(in, channel);
                channel.shutdownOutput();
            } catch (IOException e) {
                // The agent has closed the shell: nothing is left to be typed into.
            }
        }, "mgmt-keys");
        keys.setDaemon(true);
        keys.start();
        InputStream answers = Channels.newInputStream(channel);
        byte[] bytes = new byte[8192];
        int count;
        while ((count = answers.read(bytes)) >= 0) {
            out.write(bytes, 0, count);
            out.flush();
        }
    }

    /**
     * Copies what is typed. Straight to the channel: the streams of {@link Channels} share a lock, so that
     * one who writes would wait for one who reads.
     */
    private static void type(InputStream in, SocketChannel channel) throws IOException {
        byte[] bytes = new byte[8192];
        int count;
        while ((count = in.read(bytes)) >= 0) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
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
