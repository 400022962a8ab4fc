// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.agent.Timers;
import java.time.Duration;

/** The clocks of one agent. A stopped process runs nothing; when it goes on, all that was due is. */
final class AgentTimers implements Timers {

    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    /** An agent that asks for the time so often without any time passing does not come to an end. */
    private static final int MOST_LOOKS = 20_000;

    private final World world;
    private final AgentRun run;
    private final long origin;
    private long lookedAt;
    private int looks;

    AgentTimers(World world, AgentRun run) {
        this.world = world;
        this.run = run;
        // Nobody may count on where a monotonic clock begins.
        origin = run.machine.index * 1_000_000_000_000L;
    }

    @Override
    public Duration now() {
        long happened = world.scheduler.happened();
        looks = lookedAt == happened ? looks + 1 : 0;
        lookedAt = happened;
        if (looks > MOST_LOOKS) {
            world.checks.broken("LOOP", run.machine.name + "'s agent is in an endless loop: "
                    + StackWalker.getInstance().walk(frames -> frames.skip(1).limit(6)
                            .map(frame -> frame.getMethodName() + ":" + frame.getLineNumber()).toList()));
            run.kill();
            throw new Crash("in an endless loop");
        }
        return Duration.ofNanos(origin + world.scheduler.now());
    }

    @Override
    public long epochMillis() {
        return EPOCH_MILLIS + world.scheduler.now() / 1_000_000 + run.machine.clockJumpMillis;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Scheduler.Due due = world.scheduler.after(delay.toNanos(), () -> run.run(action));
        return due::cancel;
    }

    @Override
    public Timer every(Duration period, Runnable action) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("a period of " + period + "; it must be positive");
        }
        return new Periodic(period.toNanos(), action);
    }

    private final class Periodic implements Timer {

        private final long nanos;
        private final Runnable action;
        private Scheduler.Due next;
        private boolean isClosed;

        Periodic(long nanos, Runnable action) {
            this.nanos = nanos;
            this.action = action;
            again();
        }

        private void again() {
            if (!isClosed && run.isAlive()) {
                next = world.scheduler.after(nanos, () -> {
                    again();
                    run.run(() -> {
                        if (!isClosed) {
                            action.run();
                        }
                    });
                });
            }
        }

        @Override
        public void close() {
            isClosed = true;
            next.cancel();
        }
    }
}
