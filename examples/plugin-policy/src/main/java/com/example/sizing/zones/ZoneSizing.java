// SPDX-License-Identifier: Apache-2.0
package com.example.sizing.zones;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** One voter for each zone, and an odd number of them, so that the cluster survives the loss of a zone. */
@Component(configurationPid = "com.example.sizing.zones", property = "service.ranking:Integer=100")
@Designate(ocd = ZoneSizing.Config.class)
public final class ZoneSizing implements ClusterSizingPolicy {

    /** The configuration {@code com.example.sizing.zones}. */
    @ObjectClassDefinition(name = "Sizing by zones", description = "One voter for each zone, an odd number of them.")
    public @interface Config {

        @AttributeDefinition(name = "Most voters", description = "Voters at most, 1 to the agent's maxClusterSize.")
        int mostVoters() default 9;
    }

    /** Two zones do not survive the loss of one of them. */
    private static final int FEWEST_ZONES = 3;

    private final int mostVoters;

    /** @throws IllegalArgumentException for fewer than 1: the component does not start, and the next policy decides */
    @Activate
    public ZoneSizing(Config config) {
        mostVoters = config.mostVoters();
        if (mostVoters < 1) {
            throw new IllegalArgumentException("mostVoters is " + mostVoters + "; write 1 or more");
        }
    }

    @Override
    public Sizing size(ClusterView view) {
        int zones = (int) view.hosts().stream().filter(ZoneSizing::counts).map(host -> host.standing().zone())
                .filter(zone -> !zone.isEmpty()).distinct().count();
        if (zones < FEWEST_ZONES) {
            int wanted = Math.min(view.wanted().voters(), mostVoters);
            return new Sizing(wanted, zones + " of " + FEWEST_ZONES + " zones, so the size is what was asked for: " + wanted);
        }
        int voters = Math.min(zones, mostVoters);
        int odd = voters % 2 == 0 ? voters - 1 : voters;
        return new Sizing(odd, zones + " zones, at most " + mostVoters + " voters, an odd number");
    }

    /** A host that is gone counts until somebody forgets it: else an outage would shrink the cluster. */
    private static boolean counts(ViewedHost host) {
        boolean stays = host.leaving().isEmpty() && !host.standing().forgotten();
        return stays && (host.offer().volunteer() || !host.session().alive());
    }
}
