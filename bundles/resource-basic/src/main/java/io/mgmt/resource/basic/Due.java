// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.basic;

import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that is to happen once for each trigger, in the words of a comparison: the wanted state
 * is "every trigger was acted on". A trigger makes it due; a check finds it due and consumes
 * nothing, so that noop and plan may look as often as they like; only applying the change acts and
 * settles it. Triggers that come before that count once.
 */
final class Due {

    private final AtomicBoolean isDue;

    Due(boolean isDue) {
        this.isDue = new AtomicBoolean(isDue);
    }

    void trigger() {
        isDue.set(true);
    }

    /** @return true if it was due; whoever gets that acts */
    boolean settle() {
        return isDue.getAndSet(false);
    }

    /** The one change, or none. */
    List<Change> changes(String summary, Runnable act) {
        return isDue.get() ? List.of(new Act(summary, act)) : List.of();
    }

    private final class Act implements Change {

        private final String summary;
        private final Runnable act;

        Act(String summary, Runnable act) {
            this.summary = summary;
            this.act = act;
        }

        @Override
        public String summary() {
            return summary;
        }

        /** Once: a trigger is not acted on twice because its change is applied twice. */
        @Override
        public void apply(Context context) {
            if (settle()) {
                act.run();
            }
        }
    }
}
