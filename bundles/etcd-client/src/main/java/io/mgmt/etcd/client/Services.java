// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.etcd.Members;
import io.mgmt.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Hashtable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The services that exist only while etcd can be used. Calls nobody under its lock. */
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.etcd.Members,io.mgmt.store.Store'")
final class Services {

    private final BundleContext context;
    private final Deque<ServiceRegistration<?>> registered = new ArrayDeque<>();
    private boolean closed;

    Services(BundleContext context) {
        this.context = context;
    }

    void register(Store store, Members members, String clusterId) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("cluster.id", clusterId);
        // The store last: who waits for both has the members by then.
        add(context.registerService(Members.class, members, properties));
        add(context.registerService(Store.class, store, properties));
    }

    /** The newest first. */
    void unregister() {
        for (ServiceRegistration<?> next = take(); next != null; next = take()) {
            next.unregister();
        }
    }

    /** Unregisters; what another thread is just registering goes as soon as it is there. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        unregister();
    }

    private void add(ServiceRegistration<?> registration) {
        boolean tooLate;
        synchronized (this) {
            registered.push(registration);
            tooLate = closed;
        }
        if (tooLate) {
            unregister();
        }
    }

    private synchronized ServiceRegistration<?> take() {
        return registered.poll();
    }
}
