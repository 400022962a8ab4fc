// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import java.util.Map;
import java.util.TreeMap;

/** The member list is the truth: nominations that are missing are written again from it. */
public final class Nominations {

    private Nominations() {
    }

    /**
     * Looks for members of ours that have run and are not nominated any more, for instance because
     * somebody deleted the keys. They are to be written as nominated and started.
     *
     * @return member ids by host name, sorted
     */
    public static Map<String, String> missing(ClusterView view) {
        Map<String, String> missing = new TreeMap<>();
        for (Seat seat : new Seats(view).all()) {
            boolean known = seat.host().isPresent() && !seat.host().get().id().isEmpty();
            if (known && seat.member().started() && seat.nomination().isEmpty() && !seat.isBroken()) {
                missing.put(seat.name(), seat.id());
            }
        }
        return missing;
    }

    /**
     * Looks for nominations whose member is no longer in the list: a removal is first MemberRemove, then
     * the key.
     *
     * @return member ids by host name, sorted
     */
    public static Map<String, String> stale(ClusterView view) {
        Map<String, String> stale = new TreeMap<>();
        for (var host : view.hosts()) {
            host.nominated().filter(binding -> view.members().stream()
                    .noneMatch(member -> member.id().equals(binding.memberId())))
                    .ifPresent(binding -> stale.put(host.name(), binding.memberId()));
        }
        return stale;
    }
}
