// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the control socket: one request, then answers until it is done. */
final class Connection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** A request is one line; a longer one is none of ours. */
    private static final int LONGEST_REQUEST = 64 * 1024;

    private final SocketChannel channel;
    private final BundleContext context;

    Connection(SocketChannel channel, BundleContext context) {
        this.channel = channel;
        this.context = context;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = Channels.newInputStream(channel);
            OutputStream out = new ChannelOutput(channel);
            Map<String, Object> request = JSON.std.mapFrom(line(in));
            if (Boolean.TRUE.equals(request.get("shell"))) {
                shell(in, out, !Boolean.FALSE.equals(request.get("prompt")));
            } else {
                answer(request, out);
            }
        } catch (IOException e) {
            // The client has gone, or spoke no JSON: it is its own loss.
            LOG.debug("control connection ended: {}", e.toString());
        }
    }

    /** Gogo is optional; its classes are touched only once it is known to be there. */
    private void shell(InputStream in, OutputStream out, boolean prompts) throws IOException {
        if (context.getServiceReference("org.apache.felix.service.command.CommandProcessor") == null) {
            out.write("This agent runs without Gogo: install org.apache.felix.gogo.runtime.\n"
                    .getBytes(StandardCharsets.UTF_8));
        } else {
            new GogoShell(context).run(in, out, prompts);
        }
    }

    private void answer(Map<String, Object> request, OutputStream raw) throws IOException {
        Answers answers = new Answers(raw);
        int exit;
        try (PrintStream out = answers.stream("out"); PrintStream err = answers.stream("err")) {
            exit = run(request, out, err);
        }
        answers.send(Map.of("exit", exit));
    }

    private int run(Map<String, Object> request, PrintStream out, PrintStream err) {
        String name = String.valueOf(request.get("command"));
        List<String> arguments = request.get("arguments") instanceof Collection<?> words
                ? words.stream().map(String::valueOf).toList() : List.of();
        ServiceReference<Command> reference = find(name);
        if (reference == null) {
            err.println("The running agent has no command \"" + name + "\". Is it an older version?");
            return Agent.FAILED;
        }
        try {
            return context.getService(reference).run(arguments, out, err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Agent.FAILED;
        } catch (RuntimeException e) {
            // The top of a command: whatever went wrong, the person is told, and the agent goes on.
            LOG.error("command failed: name={}", name, e);
            err.println(name + " failed inside the agent: " + e);
            return Agent.FAILED;
        } finally {
            context.ungetService(reference);
        }
    }

    private ServiceReference<Command> find(String name) {
        try {
            return context.getServiceReferences(Command.class, null).stream()
                    .filter(reference -> name.equals(reference.getProperty(Command.NAME)))
                    .max(ServiceReference::compareTo).orElse(null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST_REQUEST];
        int length = 0;
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0 || length == bytes.length) {
                throw new IOException("no request line within " + length + " bytes");
            }
            bytes[length++] = (byte) next;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Turns text into JSON lines. */
    private static final class Answers {

        private final OutputStream raw;

        Answers(OutputStream raw) {
            this.raw = raw;
        }

        synchronized void send(Map<String, Object> answer) throws IOException {
            raw.write((JSON.std.asString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** A stream whose text goes out under the name with each line that is complete. */
        PrintStream stream(String name) {
            return new PrintStream(new LineBuffer(text -> send(Map.of(name, text))), true, StandardCharsets.UTF_8);
        }
    }
}
