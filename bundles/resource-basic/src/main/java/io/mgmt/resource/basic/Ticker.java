// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.agent.Timers;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.Resource;
import io.mgmt.resource.Watch;
import java.time.Duration;
import java.util.List;

/** Due once for each tick. Ticks that nobody acts on, as with noop, do not pile up. */
final class Ticker implements Resource {

    private final Due due = new Due(false);
    private final Duration interval;
    private final Timers timers;

    Ticker(Duration interval, Timers timers) {
        this.interval = interval;
        this.timers = timers;
    }

    @Override
    public List<Change> check(Context context) {
        return due.changes(interval.toSeconds() + " s are over", () -> { });
    }

    /** The first tick is one interval from now. */
    @Override
    public Watch watch(Context context, Runnable changed) {
        Timers.Timer timer = timers.every(interval, () -> {
            due.trigger();
            changed.run();
        });
        return timer::close;
    }
}
