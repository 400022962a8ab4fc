// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends all processes of some sessions. An interrupt does not shorten it, because a process left
 * behind is worse than a wait; it is handed on afterwards.
 */
final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /** How often to look whether they are gone. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** A process that outlives KILL for so long hangs in the kernel, and nobody can end it. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    /** One shell for all groups; its kill is built in, since /bin/kill may be missing. */
    private static final String SIGNAL = "for group; do kill -s \"$0\" -- \"-$group\"; done";

    private final Collection<Session> sessions;
    private final Set<Long> ids;
    private boolean interrupted;

    Ending(Collection<Session> sessions) {
        this.sessions = sessions;
        this.ids = sessions.stream().map(Session::id).collect(Collectors.toSet());
    }

    /** TERM, and after the grace KILL; returns when all are gone, or says that they hang. */
    void within(Duration grace) {
        if (!goneAfter("TERM", grace) && !goneAfter("KILL", AFTER_KILL)) {
            LOG.error("processes outlive KILL: sessions={}"
                    + " remedy=\"they hang in the kernel; see ps -o pid,wchan\"",
                    ids);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Signals every process that is there or comes to be, until none is left or the time is over.
     */
    private boolean goneAfter(String signal, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        Set<Long> signalled = new HashSet<>();
        while (true) {
            interrupted |= Thread.interrupted();
            Set<Long> groups = groups();
            boolean unborn = signalUnborn(groups, signal);
            if (groups.isEmpty() && !unborn) {
                return true;
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            // TERM goes once to each group, so as not to disturb its handlers.
            groups.removeAll(signalled);
            signal(groups, signal);
            if (signal.equals("TERM")) {
                signalled.addAll(groups);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The process groups that still have a living process; timeout(1) makes one of its own. */
    private Set<Long> groups() {
        Set<Long> groups = new HashSet<>();
        for (ProcessTable.Entry entry : ProcessTable.read()) {
            if (ids.contains(entry.session())) {
                groups.add(entry.group());
            }
        }
        return groups;
    }

    /**
     * A child that has not come to setsid yet is in the agent's own session, and is signalled
     * alone. By its handle, because destroying the process itself would close its output, which
     * may be read at this moment: one that has just been killed looks unborn until it is reaped.
     */
    private boolean signalUnborn(Set<Long> groups, String signal) {
        boolean unborn = false;
        for (Session session : sessions) {
            Process process = session.process();
            if (process.isAlive() && !groups.contains(session.id())) {
                unborn = true;
                if (signal.equals("KILL")) {
                    process.toHandle().destroyForcibly();
                } else {
                    process.toHandle().destroy();
                }
            }
        }
        return unborn;
    }

    private void signal(Set<Long> groups, String signal) {
        if (groups.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SIGNAL, signal));
        groups.forEach(group -> words.add(group.toString()));
        try {
            Process shell = new ProcessBuilder(words).redirectInput(Sessions.NULL)
                    .redirectOutput(Sessions.NULL).redirectError(Sessions.NULL).start();
            waitFor(shell);
        } catch (IOException e) {
            // No process can be started any more, so the members are signalled one by one.
            for (ProcessTable.Entry entry : ProcessTable.read()) {
                if (groups.contains(entry.group())) {
                    ProcessHandle.of(entry.pid()).ifPresent(
                            signal.equals("KILL") ? ProcessHandle::destroyForcibly
                            : ProcessHandle::destroy);
                }
            }
        }
    }

    private void waitFor(Process shell) {
        boolean ended = false;
        while (!ended) {
            try {
                shell.waitFor();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
