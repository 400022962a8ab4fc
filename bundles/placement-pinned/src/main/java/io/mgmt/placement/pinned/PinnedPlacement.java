// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Hosts with preferred labels first, those with avoided ones last. A configuration that makes no sense
 * keeps it from being a service, or, if it is one, changes nothing.
 */
@Component(configurationPid = "io.mgmt.placement.pinned", immediate = true)
@Designate(ocd = PinnedConfig.class)
public final class PinnedPlacement implements PlacementPolicy {

    private volatile Pins pins;

    /** Called by Declarative Services. */
    @Activate
    public PinnedPlacement(PinnedConfig config) {
        pins = Pins.of(config);
    }

    /** The service stays: else another policy would decide for a moment at each change. */
    @Modified
    void modified(PinnedConfig config) {
        pins = Pins.of(config);
    }

    @Override
    public Placement rank(ClusterView view) {
        return new PinnedOrder(pins).rank(view);
    }
}
