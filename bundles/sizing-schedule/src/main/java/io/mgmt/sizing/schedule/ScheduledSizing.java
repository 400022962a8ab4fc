// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;

/** As many voters as the time of the week calls for. */
final class ScheduledSizing implements ClusterSizingPolicy {

    private final Schedule schedule;

    ScheduledSizing(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public Sizing size(ClusterView view) {
        return schedule.size(view.moment().timeMillis(), view.wanted().voters());
    }
}
