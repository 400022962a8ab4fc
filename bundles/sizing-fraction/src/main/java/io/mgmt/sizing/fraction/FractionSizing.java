// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
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
 * As many voters as a share of the hosts comes to.
 *
 * <p>It is a service once its configuration makes sense. It registers itself, because the service of a
 * component that throws stays in the registry, and each who asks for it makes it throw again.
 */
@Component(service = {}, configurationPid = "io.mgmt.sizing.fraction", immediate = true)
@Designate(ocd = FractionConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.ClusterSizingPolicy'")
public final class FractionSizing implements ClusterSizingPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(FractionSizing.class);
    private static final List<String> NUMBERS = List.of("percent", "floor", "ceiling", "graceSeconds",
            Constants.SERVICE_RANKING);
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?\\d{1,9}\\s*");

    private final BundleContext context;
    /** Null, as is the next one, until the first configuration that makes sense. */
    private volatile Share share;
    private ServiceRegistration<ClusterSizingPolicy> offer;
    private int ranking;

    /** Called by Declarative Services. */
    @Activate
    public FractionSizing(BundleContext context, FractionConfig config, Map<String, Object> properties) {
        this.context = context;
        modified(config, properties);
    }

    /** A change does not take the policy away, else another would decide for a moment; a wrong one changes nothing. */
    @Modified
    void modified(FractionConfig config, Map<String, Object> properties) {
        try {
            Share next = Share.of(config);
            int nextRanking = config.service_ranking();
            share = next;
            offer(nextRanking);
            LOG.info("io.mgmt.sizing.fraction offers its policy: ranking={} policy={}", ranking, share);
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage());
        } catch (ComponentException e) {
            // What Declarative Services makes of a text that should be a number.
            refuse(NUMBERS.stream().filter(name -> !WHOLE.matcher(String.valueOf(properties.get(name))).matches())
                    .map(name -> name + " = \"" + properties.get(name) + "\" is no whole number. Give one.")
                    .findFirst().orElse(e.getMessage()));
        }
    }

    /** Only a new rank needs a new registration: of equal policies the one that was offered first decides. */
    private void offer(int nextRanking) {
        ServiceRegistration<ClusterSizingPolicy> former = offer;
        if (former == null || nextRanking != ranking) {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(Constants.SERVICE_RANKING, nextRanking);
            ranking = nextRanking;
            offer = context.registerService(ClusterSizingPolicy.class, this, properties);
            if (former != null) {
                former.unregister();
            }
        }
    }

    private void refuse(String reason) {
        LOG.error("io.mgmt.sizing.fraction {}: reason=\"{}\"", offer == null ? "offers no policy"
                : "goes on with its last configuration", reason);
    }

    @Override
    public Sizing size(ClusterView view) {
        return share.of(view);
    }

    @Deactivate
    void close() {
        if (offer != null) {
            offer.unregister();
        }
    }
}
