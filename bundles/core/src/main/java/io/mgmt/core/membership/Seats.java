// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of a view, each with its host. */
final class Seats {

    private final Map<String, Seat> byHost = new HashMap<>();
    private final List<Seat> seats = new ArrayList<>();

    Seats(ClusterView view) {
        Matching matching = Matching.of(view);
        for (ViewedMember member : view.members()) {
            Seat seat = new Seat(member, matching.host(member));
            seats.add(seat);
            seat.host().ifPresent(host -> byHost.put(host.name(), seat));
        }
    }

    /** All, in the order of the members. */
    List<Seat> all() {
        return seats;
    }

    Optional<Seat> of(ViewedHost host) {
        return Optional.ofNullable(byHost.get(host.name()));
    }
}
