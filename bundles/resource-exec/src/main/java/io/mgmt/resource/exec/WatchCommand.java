// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a watchcmd running and reports the lines of its standard output. It takes two threads,
 * which only wait: one for each stream, since Java cannot wait for pipes in any other way.
 */
final class WatchCommand implements Watch {

    private static final Logger LOG = LoggerFactory.getLogger(WatchCommand.class);

    private static final int CHUNK = 8 * 1024;
    private static final long STACK_BYTES = 128 * 1024;

    /** For the end of the command, and for its last lines, once its standard output has ended. */
    private static final long LAST_WORDS_MILLIS = 200;

    private final ExecSpec spec;
    private final Sessions sessions;
    private final Limits limits;
    private final Runnable changed;
    private final Object lock = new Object();
    private Session session;
    private boolean closed;

    /**
     * @param changed called for lines, and for each start but the first, because lines may have
     *     been lost
     */
    WatchCommand(ExecSpec spec, Sessions sessions, Limits limits, Runnable changed) {
        this.spec = spec;
        this.sessions = sessions;
        this.limits = limits;
        this.changed = changed;
    }

    void start() {
        thread("watch", this::keepRunning).start();
    }

    /**
     * No report begins afterwards. The processes are ended meanwhile, or at the latest with the
     * kind.
     */
    @Override
    public void close() {
        Session ending;
        synchronized (lock) {
            closed = true;
            ending = session;
            lock.notifyAll();
        }
        if (ending != null) {
            thread("end", () -> sessions.end(ending)).start();
        }
    }

    private Thread thread(String task, Runnable work) {
        Thread thread = new Thread(null, work, spec.ref() + " " + task, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    private void keepRunning() {
        Duration pause = Duration.ZERO;
        boolean again = false;
        try {
            while (!isClosed()) {
                long started = System.nanoTime();
                String end = once(again);
                again = true;
                Duration ran = Duration.ofNanos(System.nanoTime() - started);
                if (isClosed()) {
                    return;
                }
                pause = limits.pauseAfter(pause, ran);
                LOG.warn("watchcmd ended: resource={} watchcmd=\"{}\" {} ranMs={} againInMs={}",
                        spec.ref(), spec.watcher().orElseThrow(), end, ran.toMillis(),
                        pause.toMillis());
                pause(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the command to its end. Returns what to say about it. */
    private String once(boolean again) throws InterruptedException {
        Session started;
        try {
            started = sessions.start(spec.watcher().orElseThrow(), spec.surroundings(), false);
        } catch (ResourceException e) {
            return "reason=\"" + e.getMessage().replaceAll("\\s+", " ") + "\"";
        }
        Tail errors = new Tail(Limits.OUTPUT_BYTES);
        Thread reader = thread("errors",
                () -> read(started.process().getErrorStream(), errors::append));
        try {
            if (adopt(started)) {
                if (again) {
                    report();
                }
                reader.start();
                read(started.process().getInputStream(), this::lines);
                // Mostly it is just ending; its own exit code says more than that of a signal.
                started.process().waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            // Its output is at its end. What it left behind would only write to nobody.
            sessions.end(started);
            adopt(null);
        }
        reader.join(LAST_WORDS_MILLIS);
        return "exit=" + started.process().waitFor() + " errors=\""
                + errors.lastLines().replace('\n', ' ') + "\"";
    }

    /** From here on {@link #close} ends it. Returns false if it is to end already. */
    private boolean adopt(Session current) {
        synchronized (lock) {
            session = current;
            return !closed;
        }
    }

    /** Bytes without a line end are not counted: the line goes on. */
    private void lines(byte[] chunk, int count) {
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                // Once for all that came together; more would be the same news.
                report();
                return;
            }
        }
    }

    private void report() {
        // Without the lock: whoever hears it may hold a lock of his own while he closes this watch.
        if (!isClosed()) {
            changed.run();
        }
    }

    private static void read(InputStream in, ObjIntConsumer<byte[]> chunks) {
        byte[] chunk = new byte[CHUNK];
        try (in) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                chunks.accept(chunk, count);
            }
        } catch (IOException e) {
            // The stream was closed with its process: the same as its end.
            LOG.debug("stream of a watchcmd closed: reason=\"{}\"", e.getMessage());
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed || sessions.isClosed();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            long left = time.toNanos();
            while (!closed && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
                left = deadline - System.nanoTime();
            }
        }
    }
}
