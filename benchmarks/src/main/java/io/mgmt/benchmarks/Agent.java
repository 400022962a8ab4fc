// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running agent of mgmt with all its processes; closing it ends them, whatever happened. */
final class Agent implements AutoCloseable {

    /** To its first resource, and to its end. */
    static final Duration MOST = Duration.ofSeconds(120);

    /** For its etcd to come up. */
    private static final Duration ETCD = Duration.ofSeconds(15);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Process process;
    private final Path prefix;
    private final Path log;
    private final long started;
    private final Thread onExit = new Thread(this::close, "end the agent");

    /** @param started when, of {@link System#nanoTime} */
    Agent(Process process, Path prefix, Path log, long started) {
        this.process = process;
        this.prefix = prefix;
        this.log = log;
        this.started = started;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    long started() {
        return started;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ids of the agent, its etcd, and what else runs for it. */
    Set<Long> processes() throws IOException {
        return Processes.of(process.toHandle(), prefix);
    }

    /** What the etcd that runs for it says; it may come up after the first file. */
    String etcdVersion() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ETCD.toNanos();
        while (isAlive() && System.nanoTime() < deadline) {
            for (long id : processes()) {
                if (Processes.name(id).equals("etcd")) {
                    return Machine.firstLine("/proc/" + id + "/exe", "--version");
                }
            }
            Thread.sleep(100);
        }
        return "none ran";
    }

    /** The end of its log, for a failure. */
    String lastWords() throws IOException {
        String text = Files.exists(log) ? Files.readString(log).strip() : "";
        return log + ": " + text.substring(Math.max(0, text.length() - 300));
    }

    /**
     * Sends SIGINT, as Ctrl-C does, and waits until every process is gone.
     *
     * @throws MeasureException if it takes too long, or the exit code is not 0
     */
    Ending interrupt() throws IOException, InterruptedException, MeasureException {
        Set<Long> all = processes();
        String signal = Processes.ignoresInterrupt() ? "TERM" : "INT";
        long sent = System.nanoTime();
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal,
                Long.toString(process.pid())).redirectInput(Processes.NULL).start();
        if (!process.waitFor(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new MeasureException("it did not end within " + MOST.toSeconds() + " s; "
                    + lastWords());
        }
        double agent = (System.nanoTime() - sent) / 1e6;
        while (Processes.anyRuns(all)) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (System.nanoTime() - sent > MOST.toNanos()) {
                throw new MeasureException("its processes did not end: " + processes());
            }
        }
        double everything = (System.nanoTime() - sent) / 1e6;
        kill.waitFor();
        if (process.exitValue() != 0) {
            throw new MeasureException("exit code " + process.exitValue() + "; " + lastWords());
        }
        return new Ending(agent, everything);
    }

    /**
     * From the signal, in milliseconds.
     *
     * @param agent until the agent was gone
     * @param everything until etcd was gone too
     */
    record Ending(double agent, double everything) {
    }

    /** SIGKILL for the process that was started, without waiting. */
    void killNow() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            Set<Long> left = processes();
            long deadline = System.nanoTime() + MOST.toNanos();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                left.forEach(id -> ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly));
                LockSupport.parkNanos(LOOK_NANOS);
                left = processes();
            }
            if (Thread.currentThread() != onExit) {
                Runtime.getRuntime().removeShutdownHook(onExit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
