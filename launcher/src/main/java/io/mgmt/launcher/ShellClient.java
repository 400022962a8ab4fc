// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.agent.Agent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The client's side of a shell in the agent: a line is sent, and what it prints comes back until it has
 * ended; between lines the agent is asked what a text may go on with.
 */
final class ShellClient implements AutoCloseable {

    /** What became of a line. */
    sealed interface Outcome {
        /** It has ended. */
        record Done(int exitCode) implements Outcome {
        }

        /** It goes on in the next line. */
        record Unfinished() implements Outcome {
        }

        /** The shell has ended with it. */
        record Over(int exitCode) implements Outcome {
        }

        /** There is no agent any more. */
        record Gone() implements Outcome {
        }
    }

    /**
     * What a line may go on with.
     *
     * @param from where in the text the values begin
     */
    record Completion(int from, List<Candidate> candidates) {

        static final Completion NONE = new Completion(0, List.of());
    }

    /** @param isWhole false if more belongs to the same word */
    record Candidate(String value, String about, boolean isWhole) {
    }

    /** Somebody has pressed a key and waits. */
    private static final long COMPLETION_MILLIS = 2_000;
    private static final Map<String, Object> GONE = Map.of("gone", true);

    private final SocketChannel channel;
    private final BlockingQueue<Map<String, Object>> answers = new LinkedBlockingQueue<>();
    private final Runnable whenGone;
    /** Ctrl-C interrupts whoever reads lines, and an interrupt within a write would close the channel. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mgmt-shell-requests");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isGone;

    /**
     * @param channel closed with this
     * @param whenGone called, from another thread, when the agent has closed the shell
     */
    ShellClient(SocketChannel channel, Runnable whenGone) {
        this.channel = channel;
        this.whenGone = whenGone;
        send(Map.of("session", true));
        Thread thread = new Thread(this::read, "mgmt-shell-answers");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                answers.add(JSON.std.mapFrom(line));
            }
        } catch (IOException e) {
            // The agent was killed, or this side has closed: there is no answer any more in either case.
        }
        isGone = true;
        answers.add(GONE);
        whenGone.run();
    }

    /** The name of the agent's host, with which it greets. */
    String greeted() throws UserException, InterruptedException {
        StringBuilder refusal = new StringBuilder();
        while (true) {
            Map<String, Object> answer = answers.take();
            if (answer.get("host") instanceof String host) {
                return host;
            }
            if (answer.get("err") instanceof String text) {
                refusal.append(text);
            } else {
                throw new UserException(Agent.FAILED, refusal.isEmpty()
                        ? "The agent has closed the shell. It may be ending, or have too many clients; try again."
                        : refusal.toString().strip());
            }
        }
    }

    /** True once the agent has closed the shell. */
    boolean isGone() {
        return isGone;
    }

    /** Runs a line; what it prints goes to the two. */
    Outcome run(String line, PrintWriter out, PrintWriter err) {
        send(Map.of("line", line));
        while (true) {
            Map<String, Object> answer = take();
            print(out, answer.get("out"));
            print(err, answer.get("err"));
            if (answer.get("exit") instanceof Number exit) {
                return answer.containsKey("over") ? new Outcome.Over(exit.intValue())
                        : new Outcome.Done(exit.intValue());
            }
            if (answer.containsKey("unfinished")) {
                return new Outcome.Unfinished();
            }
            if (answer.equals(GONE)) {
                answers.add(GONE);
                return new Outcome.Gone();
            }
        }
    }

    /** An interrupt is Ctrl-C that came a moment late, if it does not say that the agent has gone. */
    private Map<String, Object> take() {
        boolean isToldSo = false;
        try {
            while (true) {
                try {
                    return answers.take();
                } catch (InterruptedException e) {
                    if (isGone) {
                        isToldSo = true;
                    } else {
                        interrupt();
                    }
                }
            }
        } finally {
            if (isToldSo) {
                // For who waits for a person next.
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void print(PrintWriter to, Object text) {
        if (text != null) {
            to.print(text);
            to.flush();
        }
    }

    /** @param text up to the cursor */
    Completion complete(String text) {
        try {
            send(Map.of("complete", text));
            Map<String, Object> answer = answers.poll(COMPLETION_MILLIS, TimeUnit.MILLISECONDS);
            if (answer != null && answer.get("from") instanceof Number from
                    && answer.get("candidates") instanceof List<?> list) {
                return new Completion(from.intValue(), candidates(list));
            }
            if (answer != null) {
                answers.add(answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Completion.NONE;
    }

    private static List<Candidate> candidates(List<?> list) {
        List<Candidate> candidates = new ArrayList<>();
        for (Object one : list) {
            if (one instanceof Map<?, ?> map) {
                candidates.add(new Candidate(String.valueOf(map.get("value")), String.valueOf(map.get("about")),
                        Boolean.TRUE.equals(map.get("whole"))));
            }
        }
        return candidates;
    }

    /** Asks the line that runs to give up; from any thread. */
    void interrupt() {
        send(Map.of("interrupt", true));
    }

    private void send(Map<String, Object> request) {
        writer.execute(() -> write(request));
    }

    /** Straight to the channel: the streams of {@link Channels} share a lock with who reads. */
    private void write(Map<String, Object> request) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap((JSON.std.asString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            // Gone: who reads hears of it, and tells whoever waits.
        }
    }

    @Override
    public void close() throws IOException {
        writer.shutdown();
        channel.close();
    }
}
