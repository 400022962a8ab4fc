// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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

    private static final long MOST_NANOS_TO_BEGIN = 1_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000L;

    private final Requests requests;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final SteadyOutput output;
    private final Answers answers;
    private final LineBuffer out;
    private final LineBuffer err;
    private final GogoSession session;
    private final Completion completion;
    private final ThreadPoolExecutor worker;

    /** Opens a session of Gogo that prints to the two. */
    interface Sessions {
        GogoSession open(OutputStream out, OutputStream err);
    }

    /**
     * @param commands of mgmt, at the moment they are asked for
     * @param hosts of the cluster
     */
    Conversation(Requests requests, OutputStream raw, Sessions sessions, Supplier<List<Commands.Known>> commands,
            Supplier<Set<String>> hosts) {
        this.requests = requests;
        output = new SteadyOutput(raw);
        answers = new Answers(output);
        out = new LineBuffer(text -> answers.send(Map.of("out", text)));
        err = new LineBuffer(text -> answers.send(Map.of("err", text)));
        session = sessions.open(out, err);
        completion = new Completion(commands, session::commands, hosts);
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), action -> {
            Thread thread = new Thread(action, "mgmt-shell");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** Answers until the client has gone, or has ended the shell. */
    void run() throws IOException {
        try (output; session) {
            Map<String, Object> request;
            while (!(request = requests.next()).isEmpty()) {
                if (request.get("line") instanceof String line) {
                    unanswered.incrementAndGet();
                    worker.execute(() -> answer(line));
                } else if (request.get("complete") instanceof String text) {
                    answers.send(completion.of(text).json());
                } else if (Boolean.TRUE.equals(request.get("interrupt"))) {
                    interrupt();
                } else {
                    answers.send(Map.of("err", "The agent does not know what is meant by " + request + ".\n"));
                }
            }
        } finally {
            worker.shutdownNow();
        }
    }

    /** Who presses Ctrl-C right behind a line may be faster than the thread that begins it. */
    private void interrupt() {
        long deadline = System.nanoTime() + MOST_NANOS_TO_BEGIN;
        while (unanswered.get() > 0 && !session.interrupt() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void answer(String line) {
        try {
            GogoSession.Outcome outcome;
            try {
                outcome = session.execute(line);
            } finally {
                unanswered.decrementAndGet();
            }
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
