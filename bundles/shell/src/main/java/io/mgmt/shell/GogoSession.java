// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Agent;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** One person's Gogo: takes lines, prints results, knows how the last line ended. */
final class GogoSession implements AutoCloseable {

    /** What became of a line. */
    sealed interface Outcome {
        /** It ran to its end, well or not. */
        record Done(int exitCode) implements Outcome {
        }

        /** A closure or a quote is still open: the line goes on in the next one. */
        record Unfinished() implements Outcome {
        }

        /** The person has had enough. */
        record Over(int exitCode) implements Outcome {
        }
    }

    private static final Pattern EXIT = Pattern.compile("\\s*exit(?:\\s+(\\d{1,3}))?\\s*");

    private final CommandProcessor gogo;
    private final Runnable release;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final List<CommandSession> former = new ArrayList<>();
    private volatile CommandSession session;
    private Shield problems;
    private volatile boolean isInterrupted;
    private volatile int lastExit = Agent.DONE;
    private int exitOfJob;
    private boolean endedInPipe;

    /** @param release called when the session is closed and Gogo is needed no more */
    GogoSession(CommandProcessor gogo, InputStream in, OutputStream out, OutputStream err, Runnable release) {
        this.gogo = gogo;
        this.in = in;
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.release = release;
        session = begin();
        // Our own names first: "help" is ours, and "config" of whoever else has one is not.
        session.put("SCOPE", GogoCommands.SCOPE + ":*");
    }

    private CommandSession begin() {
        problems = new Shield(err);
        CommandSession begun = gogo.createSession(in, new PrintStream(new Shield(out), true, StandardCharsets.UTF_8),
                new PrintStream(problems, true, StandardCharsets.UTF_8));
        begun.setJobListener(this::ended);
        return begun;
    }

    /**
     * Goes on in another session of Gogo's with the same variables: Gogo prints through channels, which close
     * for good when a thread is interrupted that prints, even if that is later. What runs in the background
     * stays where it is.
     */
    private void goOn() {
        isInterrupted = false;
        // Gogo complains of the interrupt on threads of its own, perhaps only when the next line runs.
        problems.mute();
        CommandSession next = begin();
        if (session.get(".variables") instanceof Collection<?> names) {
            names.forEach(name -> next.put(String.valueOf(name), session.get(String.valueOf(name))));
        }
        former.add(session);
        session = next;
    }

    /** A session of the Gogo that runs here; only where one is known to run. */
    static GogoSession open(BundleContext context, InputStream in, OutputStream out, OutputStream err) {
        ServiceReference<CommandProcessor> reference = Objects.requireNonNull(
                context.getServiceReference(CommandProcessor.class), "Gogo has just gone");
        return new GogoSession(context.getService(reference), in, out, err, () -> context.ungetService(reference));
    }

    private void ended(Job job, Job.Status before, Job.Status now) {
        if (before == Job.Status.Foreground && now == Job.Status.Done && job.parent() == null && job.result() != null) {
            exitOfJob = job.result().error();
            endedInPipe = job.processes().size() > 1;
        }
    }

    /** Runs a line and prints its result. */
    Outcome execute(String line) {
        Matcher exit = EXIT.matcher(line);
        if (exit.matches()) {
            return new Outcome.Over(exit.group(1) == null ? lastExit : Integer.parseInt(exit.group(1)));
        }
        if (line.isBlank()) {
            return new Outcome.Done(lastExit);
        }
        endedInPipe = false;
        exitOfJob = Agent.DONE;
        try {
            Object result = session.execute(line);
            lastExit = Boolean.FALSE.equals(result) ? Agent.WRONG_INPUT : exitOfJob;
            show(result);
        } catch (EOFException e) {
            return new Outcome.Unfinished();
        } catch (InterruptedException e) {
            lastExit = Agent.FAILED;
        } catch (Exception e) {
            // The top of a shell: any command may throw anything, and the person wants to read it.
            err.println(message(e));
            lastExit = e instanceof IllegalArgumentException ? Agent.WRONG_INPUT : Agent.FAILED;
        }
        if (isInterrupted) {
            goOn();
        }
        return new Outcome.Done(lastExit);
    }

    /** A yes or no at the end of a pipe, that of grep for example, is how it ended and no result. */
    private void show(Object result) {
        boolean isNothing = result == null || result instanceof Boolean && endedInPipe
                || result instanceof Collection<?> several && !(result instanceof Rows)
                && several.stream().allMatch(Objects::isNull);
        String shown = isNothing ? "" : session.format(result, Converter.INSPECT).toString();
        if (!shown.isEmpty()) {
            out.println(shown.endsWith("\n") ? shown.substring(0, shown.length() - 1) : shown);
        }
    }

    /** Gogo's own errors, and those of conversions, are sentences; the name of another one says more than its text. */
    private static String message(Exception e) {
        String said = Objects.toString(e.getMessage(), "");
        if (said.startsWith("Command not found: ")) {
            return said + ". \"help\" lists those of mgmt, \"felix:help\" all.";
        }
        return e instanceof IllegalArgumentException && !said.isEmpty() ? said
                : e.getClass().getSimpleName() + (said.isEmpty() ? "" : ": " + said);
    }

    /** Asks the line that runs to give up; from any thread. Returns false if none runs, or none yet. */
    boolean interrupt() {
        Job job = session.foregroundJob();
        if (job == null) {
            return false;
        }
        isInterrupted = true;
        job.interrupt();
        return true;
    }

    /** Every command of Gogo's, as {@code scope:name}. */
    List<String> commands() {
        return session.get(".commands") instanceof Collection<?> all
                ? all.stream().map(String::valueOf).sorted().toList() : List.of();
    }

    @Override
    public void close() {
        interrupt();
        session.close();
        former.forEach(CommandSession::close);
        release.run();
    }

    /** Outlives the streams and channels that Gogo makes of it. */
    private static final class Shield extends FilterOutputStream {

        private volatile boolean isMute;

        Shield(OutputStream out) {
            super(out);
        }

        /** What comes from now on is for nobody. */
        void mute() {
            isMute = true;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!isMute) {
                out.write(bytes, from, length);
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
