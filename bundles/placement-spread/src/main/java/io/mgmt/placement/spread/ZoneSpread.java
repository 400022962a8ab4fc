// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.spread;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The default placement: voters are spread over the zones, then come those that failed least, then the
 * names decide. Hosts without a zone are together in one. The fall-back of every other placement, hence
 * ranked below them.
 */
@Component(property = "service.ranking:Integer=-1000")
public final class ZoneSpread implements PlacementPolicy {

    /** One host in the order: fill is how many voters its zone has, or had before, when its turn comes. */
    private record Ranked(ViewedHost host, int fill) {
    }

    // Sorting is stable, and the hosts of a view are sorted by name: the name need not be compared.
    private static final Comparator<ViewedHost> BEST_FIRST =
            Comparator.comparingInt(host -> host.standing().failures());
    private static final Comparator<Ranked> EMPTIEST_FIRST = Comparator.comparingInt(Ranked::fill);

    @Override
    public Placement rank(ClusterView view) {
        List<ViewedHost> voters = new ArrayList<>();
        List<ViewedHost> others = new ArrayList<>();
        // A zone whose voter is dead or leaves is as good as empty to one that comes.
        Map<String, Integer> staying = new HashMap<>();
        Matching matching = Matching.of(view);
        for (ViewedHost host : view.hosts()) {
            Optional<ViewedMember> voter = matching.member(host).filter(member -> !member.learner());
            (voter.isPresent() ? voters : others).add(host);
            if (voter.isPresent() && voter.get().reading().answers() && host.leaving().isEmpty()) {
                staying.merge(host.standing().zone(), 1, Integer::sum);
            }
        }
        List<Ranked> going = filled(voters, new HashMap<>());
        List<Ranked> coming = filled(others, staying);
        Collections.reverse(going);
        going.sort(EMPTIEST_FIRST.reversed());
        coming.sort(EMPTIEST_FIRST);
        return new Placement(names(coming), names(going));
    }

    /** Puts one after the other into its zone, the best first. */
    private static List<Ranked> filled(List<ViewedHost> hosts, Map<String, Integer> fill) {
        List<Ranked> ranked = new ArrayList<>(hosts.size());
        hosts.sort(BEST_FIRST);
        for (ViewedHost host : hosts) {
            ranked.add(new Ranked(host, fill.merge(host.standing().zone(), 1, Integer::sum)));
        }
        return ranked;
    }

    private static List<String> names(List<Ranked> ranked) {
        List<String> names = new ArrayList<>(ranked.size());
        for (Ranked each : ranked) {
            names.add(each.host().name());
        }
        return names;
    }
}
