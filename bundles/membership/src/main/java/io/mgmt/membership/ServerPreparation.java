// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.etcd.EtcdServer;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Prepares a host that may run an etcd, as soon as there is an {@link EtcdServer}. With
 * {@code --no-server} it leaves the work to {@link ClientPreparation}, which does not wait for one.
 */
@Component(configurationPid = "io.mgmt.membership", service = {}, immediate = true)
@Designate(ocd = MembershipConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.membership.Prepared'")
public final class ServerPreparation {

    private final Offer offer;

    @Activate
    public ServerPreparation(BundleContext context, MembershipConfig config, @Reference Host host,
            @Reference HostState state, @Reference NewClusterWish wish, @Reference EtcdServer etcd,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Agent agent) {
        offer = needsServer(config)
                ? Offer.of(context, config, new Offer.Needs(host, state, wish, Optional.of(etcd)),
                        Optional.ofNullable(agent))
                : Offer.NONE;
    }

    /** Even a client, while there may be data of a former member to set aside. */
    static boolean needsServer(MembershipConfig config) {
        return !config.noServer() || config.newCluster();
    }

    @Deactivate
    public void close() {
        offer.close();
    }
}
