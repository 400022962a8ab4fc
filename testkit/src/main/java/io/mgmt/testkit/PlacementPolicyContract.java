// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the leader relies on in every {@link PlacementPolicy}: that of every {@link PolicyContract policy},
 * and that it puts each host on the list that the host belongs to, once.
 */
public abstract non-sealed class PlacementPolicyContract extends PolicyContract<PlacementPolicy, Placement> {

    @Override
    final Placement ask(PlacementPolicy policy, ClusterView view) {
        return policy.rank(view);
    }

    @Override
    final Optional<String> complaint(Placement answer, ClusterView view) {
        Set<String> voters = new HashSet<>();
        Set<String> others = new HashSet<>();
        Matching matching = Matching.of(view);
        view.hosts().forEach(host -> (matching.member(host).filter(member -> !member.learner()).isPresent()
                ? voters : others).add(host.name()));
        return misplaced("comes", answer.comes(), others).or(() -> misplaced("goes", answer.goes(), voters));
    }

    private static Optional<String> misplaced(String list, List<String> names, Set<String> allowed) {
        if (Set.copyOf(names).size() < names.size()) {
            return Optional.of("names a host twice: " + list + "=" + names);
        }
        return allowed.containsAll(names) ? Optional.empty()
                : Optional.of("names a host that does not belong there: " + list + "=" + names + ", of " + allowed);
    }
}
