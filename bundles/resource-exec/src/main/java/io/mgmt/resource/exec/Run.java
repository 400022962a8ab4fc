// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One run of one command, from its start to its end. */
final class Run {

    /**
     * Bounds of the pause between two looks at the output. Looking, instead of reading until the
     * end, needs no second thread and cannot be held up by a process in the background that keeps
     * the pipe open.
     */
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Of output still read after the end; a process in the background may write without end. */
    private static final int MOST_AFTER_END = 1 << 20;

    private static final int CHUNK = 8 * 1024;

    private final Sessions sessions;
    private final Command command;
    private final Surroundings surroundings;
    private final Duration timeout;
    private final Tail output = new Tail(Limits.OUTPUT_BYTES);
    private volatile boolean cancelled;

    /** @param timeout zero: none */
    Run(Sessions sessions, Command command, Surroundings surroundings, Duration timeout) {
        this.sessions = sessions;
        this.command = command;
        this.surroundings = surroundings;
        this.timeout = timeout;
    }

    /** Has it ended soon, by the thread that runs it; may be called at any time. */
    void cancel() {
        cancelled = true;
    }

    /** Starts the command and waits for its end, while the engine lets other resources work. */
    Outcome toEnd(Context context) throws ResourceException {
        if (cancelled || context.isCancelled()) {
            return new Outcome.Cancelled();
        }
        long started = System.nanoTime();
        Session session = sessions.start(command, surroundings, true);
        boolean followed = false;
        Watch cancellation = context.onCancel(this::cancel);
        try {
            Outcome outcome = context.await(() -> follow(session, started));
            followed = true;
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        } catch (ResourceException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ResourceException("cannot follow \"" + command + "\": " + e
                    + ".\n  It is repeated.", e);
        } finally {
            cancellation.close();
            if (!followed) {
                sessions.end(session);
            }
        }
    }

    private Outcome follow(Session session, long started) throws IOException, InterruptedException {
        Process process = session.process();
        byte[] chunk = new byte[CHUNK];
        long pause = SHORTEST_PAUSE_NANOS;
        try (InputStream in = process.getInputStream()) {
            while (!process.waitFor(pause, TimeUnit.NANOSECONDS)) {
                pause = drain(in, chunk, CHUNK) > 0 ? 0 : Math.min(LONGEST_PAUSE_NANOS,
                        Math.max(SHORTEST_PAUSE_NANOS, 2 * pause));
                if (cancelled) {
                    sessions.end(session);
                    return new Outcome.Cancelled();
                }
                long left = timeout.toNanos() - (System.nanoTime() - started);
                if (!timeout.isZero() && left <= 0) {
                    sessions.end(session);
                    drain(in, chunk, MOST_AFTER_END);
                    return new Outcome.TimedOut(output);
                }
                pause = timeout.isZero() ? pause : Math.min(pause, left);
            }
            sessions.forget(session);
            drain(in, chunk, MOST_AFTER_END);
        }
        return new Outcome.Exited(process.exitValue(), output,
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** Reads what is there, without waiting. */
    private int drain(InputStream in, byte[] chunk, int most) throws IOException {
        int total = 0;
        int available = in.available();
        while (available > 0 && total < most) {
            int count = in.read(chunk, 0, Math.min(available, chunk.length));
            if (count < 0) {
                break;
            }
            output.append(chunk, count);
            total += count;
            available = in.available();
        }
        return total;
    }
}
