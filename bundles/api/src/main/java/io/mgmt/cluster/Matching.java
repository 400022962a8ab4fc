// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import io.mgmt.cluster.ViewedHost.Binding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who of the hosts of a view is which member: matched by member id, then by name, then by peer URL. A
 * member that belongs to no host was added by hand. Made in the time of the view's size.
 */
@ProviderType
public final class Matching {

    // Each host is looked up in the few members, and not the other way round: there may be ten thousand.
    private final ViewedHost[] hosts;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<ViewedMember> members;

    private Matching(ClusterView view) {
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
        for (ViewedHost host : view.hosts()) {
            take(host, bound(host.nominated(), ids));
            take(host, bound(host.started(), ids));
        }
        // Only for members whose records are missing.
        for (int i = 0; indexes.size() < hosts.length && i < view.hosts().size(); i++) {
            ViewedHost host = view.hosts().get(i);
            take(host, names.get(host.name()));
        }
        takeByUrl(view, true, urls);
        takeByUrl(view, false, urls);
    }

    /** Matches the hosts and members of a view. */
    public static Matching of(ClusterView view) {
        return new Matching(view);
    }

    /** Where one is gone, another may have come: who is here is asked first. */
    private void takeByUrl(ClusterView view, boolean here, Map<String, Integer> urls) {
        for (int i = 0; indexes.size() < hosts.length && i < view.hosts().size(); i++) {
            ViewedHost host = view.hosts().get(i);
            if (host.session().alive() == here) {
                for (String url : host.offer().peerUrls()) {
                    take(host, urls.get(url));
                }
            }
        }
    }

    private static Integer bound(Optional<Binding> binding, Map<String, Integer> ids) {
        return binding.isPresent() ? ids.get(binding.get().memberId()) : null;
    }

    private void take(ViewedHost host, Integer index) {
        if (index != null && hosts[index] == null && indexes.putIfAbsent(host.name(), index) == null) {
            hosts[index] = host;
        }
    }

    /** The host that a member of the view belongs to; empty for one that was added by hand. */
    public Optional<ViewedHost> host(ViewedMember member) {
        int index = members.indexOf(member);
        return index < 0 ? Optional.empty() : Optional.ofNullable(hosts[index]);
    }

    /** The member that a host of the view is, with or without a vote; empty if it is none. */
    public Optional<ViewedMember> member(ViewedHost host) {
        return Optional.ofNullable(indexes.get(host.name())).map(members::get);
    }
}
