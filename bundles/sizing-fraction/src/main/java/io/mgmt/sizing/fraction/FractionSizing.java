// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

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
 * As many voters as a share of the hosts comes to.
 *
 * <p>It is a service once its configuration makes sense.
 */
@Component(service = {}, configurationPid = "io.mgmt.sizing.fraction", immediate = true)
@Designate(ocd = FractionConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.ClusterSizingPolicy'")
public final class FractionSizing implements ClusterSizingPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(FractionSizing.class);

    private final PolicyOffer<ClusterSizingPolicy> offer;
    /** Null until the first configuration that makes sense; before that nobody can ask. */
    private volatile Share share;

    /** Called by Declarative Services. */
    @Activate
    public FractionSizing(BundleContext context, FractionConfig config, Map<String, Object> properties) {
        offer = new PolicyOffer<>(context, ClusterSizingPolicy.class, this, "percent", "floor", "ceiling", "graceSeconds");
        modified(config, properties);
    }

    @Modified
    void modified(FractionConfig config, Map<String, Object> properties) {
        offer.configure(() -> Share.of(config), next -> share = next, config::service_ranking, properties).ifPresentOrElse(
                problem -> LOG.error("io.mgmt.sizing.fraction {}: reason=\"{}\"", offer.isOffered()
                        ? "goes on with its last configuration" : "offers no policy", problem),
                () -> LOG.info("io.mgmt.sizing.fraction offers its policy: ranking={} policy={}", config.service_ranking(), share));
    }

    @Override
    public Sizing size(ClusterView view) {
        return share.of(view);
    }

    @Deactivate
    void close() {
        offer.close();
    }
}
