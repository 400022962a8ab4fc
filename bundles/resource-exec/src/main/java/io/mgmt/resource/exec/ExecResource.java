// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.graph.Ref;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exec; {@link ExecType} says when it runs. */
final class ExecResource implements Resource {

    /** In place of the time of the last run: a refresh has asked for another one. */
    private static final String DUE = "due";

    private static final Logger LOG = LoggerFactory.getLogger(ExecResource.class);

    private final ExecSpec spec;
    private final FileWatch files;
    private final Sessions sessions;
    private final Limits limits;
    private final LongSupplier nanos;

    /** How many runs were asked for; the first is that of a new resource. */
    private final AtomicLong asked = new AtomicLong(1);
    /** How many of them are done; a run does all that were asked for before it started. */
    private volatile long done;
    private volatile long lastRunNanos;
    /** True from a run that succeeded to the next check, which begins the engine's next turn. */
    private volatile boolean ranThisTurn;
    private volatile Run current;
    private volatile boolean closed;

    ExecResource(ExecSpec spec, FileWatch files, Sessions sessions, Limits limits,
            LongSupplier nanos) {
        this.spec = spec;
        this.files = files;
        this.sessions = sessions;
        this.limits = limits;
        this.nanos = nanos;
    }

    @Override
    public List<Change> check(Context context) throws ResourceException {
        ranThisTurn = false;
        recall(context);
        Optional<String> reason = reason();
        if (reason.isEmpty() || !permitted(context)) {
            return List.of();
        }
        return List.of(new CommandDue(reason.get()));
    }

    /**
     * Runs the command, also if what it creates is there, unless ifcmd says no, or the check just
     * before found it due and it ran: that was after the change that asks for the refresh.
     */
    @Override
    public void refresh(Context context) throws ResourceException {
        if (ranThisTurn) {
            ranThisTurn = false;
            return;
        }
        asked.incrementAndGet();
        context.remember(DUE);
        if (permitted(context)) {
            perform(context);
        }
    }

    @Override
    public Watch watch(Context context, Runnable changed) throws ResourceException {
        Watch created = spec.creates().isPresent() ? watch(spec.creates().get(), changed)
                : Watch.NONE;
        if (spec.watcher().isEmpty()) {
            return created;
        }
        WatchCommand watcher = new WatchCommand(spec, sessions, limits, () -> {
            asked.incrementAndGet();
            changed.run();
        });
        watcher.start();
        return () -> {
            created.close();
            watcher.close();
        };
    }

    private Watch watch(Path path, Runnable changed) throws ResourceException {
        try {
            return files.watch(path, changed);
        } catch (IOException e) {
            throw new ResourceException("cannot watch " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Set<Ref> uses() {
        return spec.uses();
    }

    /** Has a running command ended; returns at once. */
    @Override
    public void close() {
        closed = true;
        Run run = current;
        if (run != null) {
            run.cancel();
        }
    }

    /**
     * What ran before its bundle or the engine was replaced need not run again; but lines of a watchcmd may have
     * been lost meanwhile.
     */
    private void recall(Context context) {
        Optional<String> note = done == 0 && spec.watcher().isEmpty() ? context.recall() : Optional.empty();
        note.filter(text -> !text.equals(DUE)).ifPresent(started -> {
            lastRunNanos = Long.parseLong(started);
            done = 1;
        });
    }

    /** Why the command is to run; empty if it is not. */
    private Optional<String> reason() throws ResourceException {
        if (spec.creates().isPresent()) {
            Path path = spec.creates().get();
            return exists(path) ? Optional.empty() : Optional.of(path + " does not exist");
        }
        if (done == 0) {
            return Optional.of("has not run yet");
        }
        if (asked.get() > done) {
            return Optional.of("an event since its last run");
        }
        // The engine's clock may be a little early; a tenth less is no other poll.
        boolean polled = !spec.poll().isZero()
                && nanos.getAsLong() - lastRunNanos >= spec.poll().toNanos() / 10 * 9;
        return polled ? Optional.of("last run " + spec.poll().toMillis() + " ms ago")
                : Optional.empty();
    }

    private static boolean exists(Path path) throws ResourceException {
        boolean exists = Files.exists(path);
        if (!exists && !Files.notExists(path)) {
            throw new ResourceException("cannot tell whether " + path
                    + " (creates) exists: the agent may not look"
                    + " there.\n  Let it, or run the agent as root.");
        }
        return exists;
    }

    /** Asks ifcmd. With a shell 127 is an answer, since {@code command -v} gives it. */
    private boolean permitted(Context context) throws ResourceException {
        if (spec.condition().isEmpty()) {
            return true;
        }
        Command condition = spec.condition().get();
        Outcome.Exited exited = exited(condition, context);
        boolean started = condition.inShell()
                || exited.code() != ExitCode.MAY_NOT_EXECUTE && exited.code() != ExitCode.NOT_FOUND;
        if (!started) {
            throw failed(condition, exited);
        }
        LOG.debug("asked: resource={} ifcmd=\"{}\" exit={} tookMs={}", spec.ref(), condition,
                exited.code(),
                exited.took().toMillis());
        return exited.code() == 0;
    }

    private void perform(Context context) throws ResourceException {
        long doing = asked.get();
        long started = nanos.getAsLong();
        Outcome.Exited exited = exited(spec.command(), context);
        if (exited.code() != 0) {
            throw failed(spec.command(), exited);
        }
        if (spec.creates().isPresent() && !exists(spec.creates().get())) {
            throw new ResourceException("\"" + spec.command() + "\" ended with exit code 0, and "
                    + spec.creates().get() + " still does not exist." + lastLines(exited.output())
                    + "\n  Correct creates, or the command.");
        }
        lastRunNanos = started;
        done = doing;
        ranThisTurn = true;
        context.remember(Long.toString(started));
        LOG.debug("ran: resource={} cmd=\"{}\" tookMs={} output=\"{}\"", spec.ref(), spec.command(),
                exited.took().toMillis(), exited.output().lastLines());
    }

    private Outcome.Exited exited(Command command, Context context) throws ResourceException {
        Outcome outcome = outcome(new Run(sessions, command, spec.surroundings(), spec.timeout()),
                context);
        if (outcome instanceof Outcome.Exited exited) {
            return exited;
        }
        if (outcome instanceof Outcome.TimedOut timedOut) {
            throw new ResourceException("\"" + command + "\" (" + command.field()
                    + ") did not end within "
                    + spec.timeout().toSeconds() + " s, so all its processes were ended."
                    + lastLines(timedOut.output()) + "\n  Look why it hangs, or raise timeout.");
        }
        throw new ResourceException("\"" + command + "\" (" + command.field()
                + ") was ended with all its processes, because the agent no longer wants it.\n"
                + "  It runs again at the next start.");
    }

    private Outcome outcome(Run run, Context context) throws ResourceException {
        current = run;
        try {
            if (closed) {
                run.cancel();
            }
            return run.toEnd(context);
        } finally {
            current = null;
        }
    }

    private static ResourceException failed(Command command, Outcome.Exited exited) {
        return new ResourceException("\"" + command + "\" (" + command.field() + ") ended with "
                + ExitCode.describe(exited.code()) + " after " + exited.took().toMillis() + " ms."
                + lastLines(exited.output()) + "\n  " + ExitCode.remedy(exited.code()));
    }

    private static String lastLines(Tail output) {
        String lines = output.lastLines();
        return lines.isEmpty() ? " It printed nothing." : " Its last lines:\n    "
                + lines.replace("\n", "\n    ");
    }

    /** The one change that an exec can ask for. */
    private final class CommandDue implements Change {

        private final String reason;

        CommandDue(String reason) {
            this.reason = reason;
        }

        @Override
        public String summary() {
            return reason + ", runs " + spec.command();
        }

        @Override
        public void apply(Context context) throws ResourceException {
            perform(context);
        }
    }
}
