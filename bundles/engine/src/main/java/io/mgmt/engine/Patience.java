// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for kinds at the start: bundles start one after the other, and the one that a graph asks
 * for may only be later than the engine. Once all bundles have started, a kind that is not there
 * will not come by itself.
 */
final class Patience implements AutoCloseable {

    static final Duration LOOK = Duration.ofMillis(100);
    /** A component is registered a moment after its bundle started. */
    static final int QUIET_LOOKS = 3;
    /** Whatever the bundles do: a wrong kind is said after 10 s. */
    static final int MOST_LOOKS = 100;

    private final BooleanSupplier allStarted;
    private final Runnable over;
    private final Timers.Timer timer;
    private int looks;
    private int quietLooks;

    /**
     * @param allStarted every bundle has started
     * @param over called once, unless it is closed before
     */
    Patience(Timers timers, BooleanSupplier allStarted, Runnable over) {
        this.allStarted = allStarted;
        this.over = over;
        this.timer = timers.every(LOOK, this::look);
    }

    private synchronized void look() {
        looks++;
        quietLooks = allStarted.getAsBoolean() ? quietLooks + 1 : 0;
        if (looks == MOST_LOOKS || quietLooks == QUIET_LOOKS) {
            looks = MOST_LOOKS;
            close();
            over.run();
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
