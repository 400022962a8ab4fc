// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.PolicyOffer;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts with preferred labels first, those with avoided ones last.
 *
 * <p>It is a service once its configuration makes sense.
 */
@Component(service = {}, configurationPid = "io.mgmt.placement.pinned", immediate = true)
@Designate(ocd = PinnedConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.PlacementPolicy'")
public final class PinnedPlacement implements PlacementPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedPlacement.class);

    private final PolicyOffer<PlacementPolicy> offer;
    /** Null until the first configuration that makes sense; before that nobody can ask. */
    private volatile Pins pins;

    /** Called by Declarative Services. */
    @Activate
    public PinnedPlacement(BundleContext context, PinnedConfig config, Map<String, Object> properties) {
        offer = new PolicyOffer<>(context, PlacementPolicy.class, this);
        modified(config, properties);
    }

    @Modified
    void modified(PinnedConfig config, Map<String, Object> properties) {
        offer.configure(() -> Pins.of(config), next -> pins = next, config::service_ranking, properties).ifPresentOrElse(
                problem -> LOG.error("io.mgmt.placement.pinned {}: reason=\"{}\"", offer.isOffered()
                        ? "goes on with its last configuration" : "offers no policy", problem),
                () -> LOG.info("io.mgmt.placement.pinned offers its policy: ranking={} policy={}", config.service_ranking(), pins));
    }

    @Override
    public Placement rank(ClusterView view) {
        return pins.order(view);
    }

    @Deactivate
    void close() {
        offer.close();
    }
}
