// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * As many voters as it takes to survive what is to be survived. A configuration that makes no sense keeps
 * it from being a service, or, if it is one, changes nothing.
 */
@Component(configurationPid = "io.mgmt.sizing.survive", immediate = true)
@Designate(ocd = SurviveConfig.class)
public final class SurviveSizing implements ClusterSizingPolicy {

    private volatile Goal goal;

    /** Called by Declarative Services. */
    @Activate
    public SurviveSizing(SurviveConfig config) {
        goal = Goal.of(config);
    }

    /** The service stays: else another policy would decide for a moment at each change. */
    @Modified
    void modified(SurviveConfig config) {
        goal = Goal.of(config);
    }

    @Override
    public Sizing size(ClusterView view) {
        return goal.reach(Ground.of(view));
    }
}
