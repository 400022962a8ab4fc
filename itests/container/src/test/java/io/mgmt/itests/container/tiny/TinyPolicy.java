// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container.tiny;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** A policy better than the one that ships. It counts in a service of the test how often it was asked. */
public final class TinyPolicy implements BundleActivator, ClusterSizingPolicy {

    private AtomicLong asked;

    @Override
    public void start(BundleContext context) {
        asked = context.getService(context.getServiceReference(AtomicLong.class));
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, 100);
        context.registerService(ClusterSizingPolicy.class, this, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // Its service goes with it.
    }

    @Override
    public Sizing size(ClusterView view) {
        asked.incrementAndGet();
        return new Sizing(3, "three are a crowd");
    }
}
