// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container.tiny;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/** A policy better than the one that ships. Its service says so once it was asked. */
public final class TinyPolicy implements BundleActivator, ClusterSizingPolicy {

    private ServiceRegistration<ClusterSizingPolicy> registration;
    private boolean isAsked;

    @Override
    public synchronized void start(BundleContext context) {
        registration = context.registerService(ClusterSizingPolicy.class, this, properties());
    }

    @Override
    public void stop(BundleContext context) {
        // Its service goes with it.
    }

    private Hashtable<String, Object> properties() {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, 100);
        properties.put("asked", isAsked);
        return properties;
    }

    @Override
    public synchronized Sizing size(ClusterView view) {
        if (!isAsked) {
            isAsked = true;
            registration.setProperties(properties());
        }
        return new Sizing(3, "three are a crowd");
    }
}
