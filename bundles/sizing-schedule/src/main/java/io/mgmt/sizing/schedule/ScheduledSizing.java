// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

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
 * As many voters as the time of the week calls for.
 *
 * <p>It is a service once its configuration makes sense.
 */
@Component(service = {}, configurationPid = "io.mgmt.sizing.schedule", immediate = true)
@Designate(ocd = ScheduleConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.ClusterSizingPolicy'")
public final class ScheduledSizing implements ClusterSizingPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledSizing.class);

    private final PolicyOffer<ClusterSizingPolicy> offer;
    /** Null until the first configuration that makes sense; before that nobody can ask. */
    private volatile Schedule schedule;

    /** Called by Declarative Services. */
    @Activate
    public ScheduledSizing(BundleContext context, ScheduleConfig config, Map<String, Object> properties) {
        offer = new PolicyOffer<>(context, ClusterSizingPolicy.class, this);
        modified(config, properties);
    }

    @Modified
    void modified(ScheduleConfig config, Map<String, Object> properties) {
        offer.configure(() -> Schedule.of(config), next -> schedule = next, config::service_ranking, properties).ifPresentOrElse(
                problem -> LOG.error("io.mgmt.sizing.schedule {}: reason=\"{}\"", offer.isOffered()
                        ? "goes on with its last configuration" : "offers no policy", problem),
                () -> LOG.info("io.mgmt.sizing.schedule offers its policy: ranking={} policy={}", config.service_ranking(), schedule));
    }

    @Override
    public Sizing size(ClusterView view) {
        return schedule.size(view);
    }

    @Deactivate
    void close() {
        offer.close();
    }
}
