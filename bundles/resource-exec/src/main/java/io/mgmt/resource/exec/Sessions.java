// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.ResourceException;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts commands in sessions of their own, and knows those that run. */
final class Sessions {

    /** Nothing to read, nowhere to write. */
    static final File NULL = new File("/dev/null");

    private final Duration grace;
    private final Set<Session> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param grace from TERM to KILL */
    Sessions(Duration grace) {
        this.grace = grace;
    }

    /**
     * Starts a command.
     *
     * @param mergesErrors standard error goes where standard output goes
     * @return to be given to {@link #forget} or {@link #end} when it is over
     * @throws ResourceException if it cannot be started, with the reason and the remedy
     */
    Session start(Command command, Surroundings surroundings, boolean mergesErrors)
            throws ResourceException {
        ProcessBuilder builder = new ProcessBuilder();
        List<String> words = new ArrayList<>();
        words.add(Executables.ofAgent("setsid").orElseThrow(() -> new ResourceException(
                "cannot start \"" + command + "\": there is no setsid on the PATH of the agent.\n"
                        + "  Install util-linux, which has it.")).toString());
        UserLocale.restore(builder.environment());
        words.addAll(UserSwitch.to(surroundings, builder.environment()));
        builder.environment().putAll(surroundings.environment());
        Executables.check(command, surroundings, builder.environment());
        words.addAll(command.words());
        builder.command(words)
                .directory(surroundings.workingDirectory().toFile())
                .redirectInput(NULL)
                .redirectErrorStream(mergesErrors);
        Session session = spawn(command, builder);
        running.add(session);
        if (closed) {
            end(session);
            throw new ResourceException("\"" + command
                    + "\" was ended, because the kind exec goes away.\n"
                    + "  It runs again when the kind is back.");
        }
        return session;
    }

    private static Session spawn(Command command, ProcessBuilder builder) throws ResourceException {
        try {
            return new Session(builder.start());
        } catch (IOException e) {
            throw new ResourceException("cannot start \"" + command + "\": " + e.getMessage()
                    + ".\n  Look at the limits of the agent on processes, open files and memory.",
                    e);
        }
    }

    /** True once nothing is started any more. */
    boolean isClosed() {
        return closed;
    }

    /** The command ended by itself; what it left in the background lives on. */
    void forget(Session session) {
        running.remove(session);
    }

    /**
     * Ends all processes of the session: TERM, and after the grace KILL; returns when they are
     * gone.
     */
    void end(Session session) {
        new Ending(List.of(session)).within(grace);
        running.remove(session);
    }

    /** Ends all that runs, and whatever may still be started. */
    void close() {
        closed = true;
        List<Session> all = List.copyOf(running);
        new Ending(all).within(grace);
        running.removeAll(all);
    }
}
