// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on one daemon thread. An action that throws is logged, and its period goes on. */
@Component(immediate = true)
public final class SystemTimers implements Timers {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTimers.class);

    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor executor;

    @Activate
    public SystemTimers() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mgmt-timers");
            thread.setDaemon(true);
            return thread;
        });
        // A time-out that was called off would otherwise stay in memory until its time.
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, pool) ->
                LOG.debug("timer ignored: reason=\"timers are closed\""));
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return timer(executor.schedule(logging(action), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Timer every(Duration period, Runnable action) {
        long nanos = period.toNanos();
        // With a fixed delay a machine that slept does not run everything that it missed at once.
        return timer(executor.scheduleWithFixedDelay(logging(action), nanos, nanos,
                TimeUnit.NANOSECONDS));
    }

    @Deactivate
    public void close() {
        executor.shutdown();
    }

    private static Timer timer(ScheduledFuture<?> future) {
        return () -> future.cancel(false);
    }

    private static Runnable logging(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                // The top of a loop: one broken action must not end the timers of all others.
                LOG.error("timer failed: reason=\"a defect; please report it\"", e);
            }
        };
    }
}
