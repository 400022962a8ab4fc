// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * As many voters as a share of the hosts comes to. A configuration that makes no sense keeps it from being
 * a service, or, if it is one, changes nothing.
 */
@Component(configurationPid = "io.mgmt.sizing.fraction", immediate = true)
@Designate(ocd = FractionConfig.class)
public final class FractionSizing implements ClusterSizingPolicy {

    private volatile Share share;

    /** Called by Declarative Services. */
    @Activate
    public FractionSizing(FractionConfig config) {
        share = Share.of(config);
    }

    /** The service stays: else another policy would decide for a moment at each change. */
    @Modified
    void modified(FractionConfig config) {
        share = Share.of(config);
    }

    @Override
    public Sizing size(ClusterView view) {
        return share.of(view);
    }
}
