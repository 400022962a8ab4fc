// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who of the hosts is which member: matched by member id, then by name, then by peer URL. Looks each
 * host up in the few members, and not the other way round: there may be ten thousand hosts.
 */
final class Seats {

    private final List<ViewedMember> members;
    private final ViewedHost[] hosts;
    private final Map<String, Seat> byHost = new HashMap<>();
    private final List<Seat> seats = new ArrayList<>();

    Seats(ClusterView view) {
        members = view.members();
        hosts = new ViewedHost[members.size()];
        Map<String, Integer> ids = new HashMap<>();
        Map<String, Integer> names = new HashMap<>();
        Map<String, Integer> urls = new HashMap<>();
        for (int i = 0; i < hosts.length; i++) {
            ViewedMember member = members.get(i);
            ids.put(member.id(), i);
            if (member.started()) {
                names.putIfAbsent(member.name(), i);
            }
            for (String url : member.peerUrls()) {
                urls.putIfAbsent(url, i);
            }
        }
        Map<String, Integer> taken = new HashMap<>();
        for (ViewedHost host : view.hosts()) {
            take(host, bound(host.nominated(), ids), taken);
            take(host, bound(host.started(), ids), taken);
        }
        // Only for members whose records are missing.
        for (int i = 0; taken.size() < hosts.length && i < view.hosts().size(); i++) {
            ViewedHost host = view.hosts().get(i);
            take(host, names.get(host.name()), taken);
        }
        takeByUrl(view, true, urls, taken);
        takeByUrl(view, false, urls, taken);
        for (int i = 0; i < hosts.length; i++) {
            Seat seat = new Seat(members.get(i), Optional.ofNullable(hosts[i]));
            seats.add(seat);
            if (hosts[i] != null) {
                byHost.put(hosts[i].name(), seat);
            }
        }
    }

    /** Where one is gone, another may have come: who is here is asked first. */
    private void takeByUrl(ClusterView view, boolean here, Map<String, Integer> urls, Map<String, Integer> taken) {
        for (int i = 0; taken.size() < hosts.length && i < view.hosts().size(); i++) {
            ViewedHost host = view.hosts().get(i);
            if (host.session().alive() == here) {
                for (String url : host.offer().peerUrls()) {
                    take(host, urls.get(url), taken);
                }
            }
        }
    }

    private static Integer bound(Optional<Binding> binding, Map<String, Integer> ids) {
        return binding.isPresent() ? ids.get(binding.get().memberId()) : null;
    }

    private void take(ViewedHost host, Integer index, Map<String, Integer> taken) {
        if (index != null && hosts[index] == null && taken.putIfAbsent(host.name(), index) == null) {
            hosts[index] = host;
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
