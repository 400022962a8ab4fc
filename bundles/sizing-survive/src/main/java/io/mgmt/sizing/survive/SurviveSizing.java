// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.PolicyOffer;
import io.mgmt.cluster.Sizing;
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
 * As many voters as it takes to survive what is to be survived.
 *
 * <p>It is a service once its configuration makes sense.
 */
@Component(service = {}, configurationPid = "io.mgmt.sizing.survive", immediate = true)
@Designate(ocd = SurviveConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.ClusterSizingPolicy'")
public final class SurviveSizing implements ClusterSizingPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(SurviveSizing.class);

    private final PolicyOffer<ClusterSizingPolicy> offer;
    /** Null until the first configuration that makes sense; before that nobody can ask. */
    private volatile Goal goal;

    /** Called by Declarative Services. */
    @Activate
    public SurviveSizing(BundleContext context, SurviveConfig config, Map<String, Object> properties) {
        offer = new PolicyOffer<>(context, ClusterSizingPolicy.class, this, "failures");
        modified(config, properties);
    }

    @Modified
    void modified(SurviveConfig config, Map<String, Object> properties) {
        offer.configure(() -> Goal.of(config), next -> goal = next, config::service_ranking, properties).ifPresentOrElse(
                problem -> LOG.error("io.mgmt.sizing.survive {}: reason=\"{}\"", offer.isOffered()
                        ? "goes on with its last configuration" : "offers no policy", problem),
                () -> LOG.info("io.mgmt.sizing.survive offers its policy: ranking={} policy={}", config.service_ranking(), goal));
    }

    @Override
    public Sizing size(ClusterView view) {
        return goal.reach(view);
    }

    @Deactivate
    void close() {
        offer.close();
    }
}
