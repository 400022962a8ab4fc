// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * As many voters as the time of the week calls for. A configuration that makes no sense keeps it from being
 * a service, or, if it is one, changes nothing.
 */
@Component(configurationPid = "io.mgmt.sizing.schedule", immediate = true)
@Designate(ocd = ScheduleConfig.class)
public final class ScheduledSizing implements ClusterSizingPolicy {

    private volatile Schedule schedule;

    /** Called by Declarative Services. */
    @Activate
    public ScheduledSizing(ScheduleConfig config) {
        schedule = Schedule.of(config);
    }

    /** The service stays: else another policy would decide for a moment at each change. */
    @Modified
    void modified(ScheduleConfig config) {
        schedule = Schedule.of(config);
    }

    @Override
    public Sizing size(ClusterView view) {
        return schedule.size(view.moment().timeMillis(), view.wanted().voters());
    }
}
