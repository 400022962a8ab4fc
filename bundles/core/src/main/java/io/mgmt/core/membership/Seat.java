// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.Health;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedMember;
import java.time.Duration;
import java.util.Optional;

/**
 * A member of etcd with the host that it belongs to.
 *
 * @param host empty for a member that was added by hand
 */
record Seat(ViewedMember member, Optional<ViewedHost> host) {

    /** Of the host; of a member added by hand its own name, or its id while it has none. */
    String name() {
        return host.map(ViewedHost::name).orElse(member.started() ? member.name() : member.id());
    }

    String id() {
        return member.id();
    }

    boolean isByHand() {
        return host.isEmpty();
    }

    boolean isVoter() {
        return !member.learner();
    }

    /** A member added by hand has no agent, and so no session that could be gone. */
    boolean hasSession() {
        return host.isEmpty() || host.get().session().alive();
    }

    boolean isLive() {
        return member.reading().answers();
    }

    Health health() {
        return Health.of(isLive(), hasSession());
    }

    boolean isLeaving() {
        return host.isPresent() && host.get().leaving().isPresent();
    }

    boolean isBanned() {
        return host.isPresent() && host.get().standing().banned().isPresent();
    }

    /**
     * True if its data is gone: it says so itself, or another host id runs under its name. One that
     * answers is not broken, whatever is said.
     */
    boolean isBroken() {
        return host.isPresent() && !isLive()
                && (host.get().server() == Server.BROKEN || hasSession() && isOfAnotherId());
    }

    /** True if the member was made for a host id that no longer bears the name. */
    boolean isOfAnotherId() {
        return host.isPresent() && !host.get().id().isEmpty()
                && (differs(host.get().nominated()) || differs(host.get().started()));
    }

    private boolean differs(Optional<Binding> binding) {
        return binding.isPresent() && binding.get().memberId().equals(id()) && !binding.get().hostId().isEmpty()
                && !binding.get().hostId().equals(host.get().id());
    }

    /** The leader's nomination of this very member. */
    Optional<Binding> nomination() {
        return host.flatMap(ViewedHost::nominated).filter(binding -> binding.memberId().equals(id()));
    }

    /** How long it has answered, or been silent. */
    Duration since() {
        return member.reading().since();
    }

    Optional<EtcdVersion> version() {
        return EtcdVersion.parse(member.reading().version());
    }
}
