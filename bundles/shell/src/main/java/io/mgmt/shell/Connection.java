// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

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
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the control socket: one request, then answers until it is done. */
final class Connection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final String WITHOUT_GOGO = "This agent runs without Gogo: install org.apache.felix.gogo.runtime.\n";

    private final SocketChannel channel;
    private final BundleContext context;
    private final String host;

    /** @param host whose agent this is */
    Connection(SocketChannel channel, BundleContext context, String host) {
        this.channel = channel;
        this.context = context;
        this.host = host;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = Channels.newInputStream(channel);
            OutputStream out = new ChannelOutput(channel);
            Requests requests = new Requests(in);
            Map<String, Object> request = requests.next();
            if (Boolean.TRUE.equals(request.get("shell"))) {
                shell(in, out, !Boolean.FALSE.equals(request.get("prompt")));
            } else if (Boolean.TRUE.equals(request.get("session"))) {
                converse(requests.buffered(), out);
            } else if (!request.isEmpty()) {
                answer(request, out);
            }
        } catch (IOException e) {
            // The client has gone, or spoke no JSON: it is its own loss.
            LOG.debug("control connection ended: {}", e.toString());
        }
    }

    private void converse(Requests requests, OutputStream out) throws IOException {
        Answers answers = new Answers(out);
        if (hasGogo()) {
            answers.send(Map.of("host", host));
            new Conversation(requests, out,
                    (text, problems) -> GogoSession.open(context, InputStream.nullInputStream(), text, problems),
                    new Commands(context)::all, new KnownHosts(context)::names).run();
        } else {
            answers.send(Map.of("err", WITHOUT_GOGO));
            answers.send(Map.of("exit", Agent.FAILED));
        }
    }

    private void shell(InputStream in, OutputStream out, boolean prompts) throws IOException {
        if (hasGogo()) {
            new GogoShell(context).run(in, out, prompts);
        } else {
            out.write(WITHOUT_GOGO.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Gogo is optional; its classes are touched only once it is known to be there. */
    private boolean hasGogo() {
        return context.getServiceReference("org.apache.felix.service.command.CommandProcessor") != null;
    }

    private void answer(Map<String, Object> request, OutputStream raw) throws IOException {
        Answers answers = new Answers(raw);
        int exit;
        HangUp hangUp = new HangUp(channel);
        try (PrintStream out = answers.stream("out"); PrintStream err = answers.stream("err")) {
            exit = run(request, out, err);
        } finally {
            hangUp.over();
        }
        answers.send(Map.of("exit", exit));
    }

    private int run(Map<String, Object> request, PrintStream out, PrintStream err) {
        String name = String.valueOf(request.get("command"));
        List<String> arguments = request.get("arguments") instanceof Collection<?> words
                ? words.stream().map(String::valueOf).toList() : List.of();
        Optional<Commands.Known> known = new Commands(context).find(name);
        if (known.isEmpty()) {
            err.println("The running agent has no command \"" + name + "\". Is it an older version?");
            return Agent.FAILED;
        }
        ServiceReference<Command> reference = known.get().reference();
        try {
            Command command = context.getService(reference);
            if (command == null) {
                err.println("The command \"" + name + "\" has just gone: its bundle was stopped.");
                return Agent.FAILED;
            }
            return command.run(arguments, out, err);
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
}
