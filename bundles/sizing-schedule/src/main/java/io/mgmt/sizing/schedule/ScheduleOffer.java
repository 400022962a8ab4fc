// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.schedule;

import io.mgmt.cluster.ClusterSizingPolicy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the policy, once its configuration makes sense. It is registered by hand, because the service of a
 * component that throws stays in the registry, and each who asks for it makes it throw again.
 */
@Component(service = {}, configurationPid = "io.mgmt.sizing.schedule", immediate = true)
@Designate(ocd = ScheduleConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.ClusterSizingPolicy'")
public final class ScheduleOffer {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleOffer.class);
    private static final List<String> NUMBERS = List.of(Constants.SERVICE_RANKING);
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d{1,9}\\s*");

    private final BundleContext context;
    /** Null until the first configuration that makes sense. */
    private ServiceRegistration<ClusterSizingPolicy> offered;

    /** Called by Declarative Services. */
    @Activate
    public ScheduleOffer(BundleContext context, ScheduleConfig config, Map<String, Object> properties) {
        this.context = context;
        modified(config, properties);
    }

    /** What is wrong changes nothing; the new policy is there before the old one goes, so that no other decides. */
    @Modified
    void modified(ScheduleConfig config, Map<String, Object> properties) {
        try {
            Schedule schedule = Schedule.of(config);
            int ranking = config.service_ranking();
            ServiceRegistration<ClusterSizingPolicy> former = offered;
            Dictionary<String, Object> rank = new Hashtable<>();
            rank.put(Constants.SERVICE_RANKING, ranking);
            offered = context.registerService(ClusterSizingPolicy.class, new ScheduledSizing(schedule), rank);
            if (former != null) {
                former.unregister();
            }
            LOG.info("io.mgmt.sizing.schedule offers its policy: ranking={} policy={}", ranking, schedule);
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage());
        } catch (ComponentException e) {
            // What Declarative Services makes of a text that should be a number.
            refuse(NUMBERS.stream().filter(name -> !WHOLE.matcher(String.valueOf(properties.get(name))).matches())
                    .map(name -> name + " = \"" + properties.get(name) + "\" is no whole number. Give one.")
                    .findFirst().orElse(e.getMessage()));
        }
    }

    private void refuse(String reason) {
        LOG.error("io.mgmt.sizing.schedule {}: reason=\"{}\"", offered == null ? "offers no policy"
                : "goes on with its last configuration", reason);
    }

    @Deactivate
    void close() {
        if (offered != null) {
            offered.unregister();
        }
    }
}
