// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** Prepares a host with {@code --no-server}; all others are for {@link ServerPreparation}. */
@Component(configurationPid = "io.mgmt.membership", service = {}, immediate = true)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.membership.Prepared'")
public final class ClientPreparation {

    private final Offer offer;

    @Activate
    public ClientPreparation(BundleContext context, MembershipConfig config, @Reference Host host,
            @Reference HostState state, @Reference NewClusterWish wish,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Agent agent) {
        offer = ServerPreparation.needsServer(config)
                ? Offer.NONE
                : Offer.of(context, config, new Offer.Needs(host, state, wish, Optional.empty()),
                        Optional.ofNullable(agent));
    }

    @Deactivate
    public void close() {
        offer.close();
    }
}
