// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell whose client edits lines itself. Each request is a line of JSON: {@code line} is run and ends in
 * an answer {@code exit} (with {@code over} if it ended the shell) or {@code unfinished};
 * {@code complete} asks for what a text may go on with; {@code interrupt} asks the line that runs to give
 * up. What is printed meanwhile comes as {@code out} and {@code err}.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** A client waits for an answer before it sends the next line: this many is more than ever wait. */
    private static final int MOST_WAITING = 16;

    private final Requests requests;
    private final SteadyOutput output;
    private final Answers answers;
    private final LineBuffer out;
    private final LineBuffer err;
    private final GogoSession session;
    private final Completion completion;
    private final ThreadPoolExecutor worker;

    Conversation(BundleContext context, Requests requests, OutputStream raw) {
        this.requests = requests;
        output = new SteadyOutput(raw);
        answers = new Answers(output);
        out = new LineBuffer(text -> answers.send(Map.of("out", text)));
        err = new LineBuffer(text -> answers.send(Map.of("err", text)));
        session = new GogoSession(context, InputStream.nullInputStream(), out, stream(err));
        completion = new Completion(new Commands(context), session::commands, new KnownHosts(context)::names);
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), action -> {
            Thread thread = new Thread(action, "mgmt-shell");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.CallerRunsPolicy());
    }

    private static PrintStream stream(LineBuffer buffer) {
        return new PrintStream(buffer, true, StandardCharsets.UTF_8);
    }

    /** Answers until the client has gone, or has ended the shell. */
    void run() throws IOException {
        try (output; session) {
            Map<String, Object> request;
            while (!(request = requests.next()).isEmpty()) {
                if (request.get("line") instanceof String line) {
                    worker.execute(() -> answer(line));
                } else if (request.get("complete") instanceof String text) {
                    answers.send(completion.of(text).json());
                } else if (Boolean.TRUE.equals(request.get("interrupt"))) {
                    session.interrupt();
                } else {
                    answers.send(Map.of("err", "The agent does not know what is meant by " + request + ".\n"));
                }
            }
        } finally {
            worker.shutdownNow();
        }
    }

    private void answer(String line) {
        try {
            GogoSession.Outcome outcome = session.execute(line);
            out.rest();
            err.rest();
            if (outcome instanceof GogoSession.Outcome.Unfinished) {
                answers.send(Map.of("unfinished", true));
            } else if (outcome instanceof GogoSession.Outcome.Over over) {
                answers.send(Map.of("exit", over.exitCode(), "over", true));
            } else if (outcome instanceof GogoSession.Outcome.Done done) {
                answers.send(Map.of("exit", done.exitCode()));
            }
        } catch (IOException e) {
            // The client has gone: nobody is left to be told.
            LOG.debug("shell ended: {}", e.toString());
        }
    }
}
