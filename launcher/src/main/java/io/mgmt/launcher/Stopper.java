// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.StopStep;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The orderly end: each {@link StopStep} in turn, saying what is waited for. The second signal
 * cancels what runs, the third stops waiting.
 */
final class Stopper {

    /** How long a step may take before a person is told what it waits for, and how often again. */
    private static final long TELL_MILLIS = 1_000;

    private final Container container;
    private final Screen screen;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean keepMember;
    private volatile Thread worker;
    private volatile boolean hurry;
    private volatile boolean over;

    Stopper(Container container, Screen screen, boolean keepMember) {
        this.container = container;
        this.screen = screen;
        this.keepMember = new AtomicBoolean(keepMember);
    }

    /** Hears a signal: the hang-up of a terminal stops as for a reboot. */
    void signal(String name) {
        int count = signals.incrementAndGet();
        if (over) {
            return;
        }
        if (name.equals("HUP")) {
            keepMember.set(true);
        }
        if (count == 2) {
            screen.say("Cancelling what runs. Once more ends at once; no data is lost by that.");
            container.services(StopStep.class).forEach(StopStep::cancel);
        } else if (count > 2) {
            hurry = true;
            Thread waiting = worker;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    /** Runs all steps; returns when the last one is done. */
    void run() {
        for (StopStep step : container.services(StopStep.class)) {
            run(step);
        }
        over = true;
    }

    private void run(StopStep step) {
        Thread thread = new Thread(() -> {
            try {
                step.stop(keepMember.get());
            } catch (InterruptedException e) {
                screen.say("Did not wait for " + step.waitsFor() + ".");
            }
        }, "mgmt-stop");
        thread.setDaemon(true);
        worker = thread;
        thread.start();
        if (hurry) {
            thread.interrupt();
        }
        boolean done = false;
        while (!done) {
            try {
                thread.join(TELL_MILLIS);
                done = !thread.isAlive();
                if (!done) {
                    screen.say("Waiting for " + step.waitsFor() + " …");
                }
            } catch (InterruptedException e) {
                // Nobody interrupts the main thread but a test that gives up.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
