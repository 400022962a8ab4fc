// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.etcd.EtcdServer;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * What was prepared, as a service until it is closed. Registered by hand, because Declarative
 * Services would offer it before it is known whether it can be, and try again for each who asks.
 */
interface Offer {

    /** Nothing is offered. */
    Offer NONE = () -> { };

    void close();

    /**
     * The services that a preparation looks at.
     *
     * @param etcd empty if no server may run here
     */
    record Needs(Host host, HostState state, NewClusterWish wish, Optional<EtcdServer> etcd) {
    }

    /**
     * Prepares; what is wrong ends the agent, if it is ours to end, and the component does not come
     * up.
     */
    static Offer of(BundleContext context, MembershipConfig config, Needs needs,
            Optional<Agent> agent) {
        try {
            Prepared.Versions versions =
                    new Prepared.Versions(context.getBundle().getVersion().toString(),
                    System.getProperty("java.version"));
            Prepared prepared = new Preparation(Settings.of(config), needs.host(), needs.state(),
                    needs.wish(), versions)
                    .prepare(needs.etcd());
            ServiceRegistration<Prepared> registration =
                    context.registerService(Prepared.class, prepared, null);
            return registration::unregister;
        } catch (WrongInputException e) {
            agent.ifPresent(ours -> ours.end(Agent.WRONG_INPUT, e.getMessage()));
            throw e;
        }
    }
}
