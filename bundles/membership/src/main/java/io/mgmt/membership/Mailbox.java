// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs messages one at a time and in order, on the timers' thread; whoever posts one goes on at
 * once. What only messages touch needs no lock.
 */
final class Mailbox implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Timers timers;
    private final Deque<Runnable> messages = new ArrayDeque<>();
    private boolean isWoken;

    Mailbox(Timers timers) {
        this.timers = timers;
    }

    @Override
    public void execute(Runnable message) {
        synchronized (messages) {
            messages.add(message);
            if (isWoken) {
                return;
            }
            isWoken = true;
        }
        timers.after(Duration.ZERO, this::run);
    }

    private void run() {
        boolean isEmpty = false;
        try {
            for (Runnable message = next(); message != null; message = next()) {
                runOne(message);
            }
            isEmpty = true;
        } finally {
            // An Error passes on to the timers, which log it; what waits behind it still has to
            // run.
            if (!isEmpty) {
                timers.after(Duration.ZERO, this::run);
            }
        }
    }

    private static void runOne(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            // The top of the loop: one broken message must not end all others.
            LOG.error("membership failed: reason=\"a defect; please report it\"", e);
        }
    }

    private Runnable next() {
        synchronized (messages) {
            Runnable message = messages.poll();
            isWoken = message != null;
            return message;
        }
    }
}
