// SPDX-License-Identifier: Apache-2.0
package io.mgmt.placement.pinned;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders the hosts of a view. A pin is a person's word and comes before all that follows from numbers: first
 * the pins, then the zones, then the failures, then the names decide. So preferred hosts are spread over
 * the zones among themselves, and what is neutral or avoided only fills up, where zones are emptiest.
 */
final class PinnedOrder {

    /** One host; fill is how many voters its zone has, or had before, when its turn comes. */
    private record Ranked(ViewedHost host, Pins.Rank rank, int fill) {
    }

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparing(Ranked::rank)
            .thenComparingInt(ranked -> ranked.host().standing().failures());
    private static final Comparator<Ranked> FIRST_TO_COME = Comparator.comparing(Ranked::rank)
            .thenComparingInt(Ranked::fill);

    private final Pins pins;

    PinnedOrder(Pins pins) {
        this.pins = pins;
    }

    Placement rank(ClusterView view) {
        List<Ranked> voters = new ArrayList<>();
        List<Ranked> others = new ArrayList<>();
        // A zone whose voter is silent or leaves is as good as empty to one that comes.
        Map<String, Integer> staying = new HashMap<>();
        Matching matching = Matching.of(view);
        for (ViewedHost host : view.hosts()) {
            Optional<ViewedMember> vote = matching.member(host).filter(member -> !member.learner());
            (vote.isPresent() ? voters : others).add(new Ranked(host, pins.rank(host), 0));
            if (vote.isPresent() && vote.get().reading().answers() && host.leaving().isEmpty()) {
                staying.merge(host.standing().zone(), 1, Integer::sum);
            }
        }
        List<Ranked> going = filled(voters, new HashMap<>());
        Collections.reverse(going);
        going.sort(FIRST_TO_COME.reversed());
        List<Ranked> coming = filled(others, staying);
        coming.sort(FIRST_TO_COME);
        return new Placement(names(coming), names(going));
    }

    /** Puts one after the other into its zone, the best first; by name among equals, because sorting is stable. */
    private static List<Ranked> filled(List<Ranked> hosts, Map<String, Integer> fill) {
        hosts.sort(BEST_FIRST);
        List<Ranked> filled = new ArrayList<>(hosts.size());
        for (Ranked each : hosts) {
            filled.add(new Ranked(each.host(), each.rank(),
                    fill.merge(each.host().standing().zone(), 1, Integer::sum)));
        }
        return filled;
    }

    private static List<String> names(List<Ranked> ranked) {
        return ranked.stream().map(each -> each.host().name()).toList();
    }
}
