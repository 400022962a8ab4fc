// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Monotonic time and timers, as a port: tests and the simulator bring their own. */
@ProviderType
public interface Timers {

    /** A timer that can be called off. */
    @ProviderType
    interface Timer extends AutoCloseable {
        /** Calls it off; a run that has begun comes to its end. */
        @Override
        void close();
    }

    /** Time since an arbitrary origin; never goes back, and does not follow the wall clock. */
    Duration now();

    /** Wall-clock time in epoch milliseconds, for people and for keys; never for deciding. */
    long epochMillis();

    /** Runs the action once. It must be short: timers share a thread. */
    Timer after(Duration delay, Runnable action);

    /** Runs the action again and again, the first time after one period. It must be short. */
    Timer every(Duration period, Runnable action);
}
