// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Lead;
import io.mgmt.cluster.ClusterView.Raft;
import io.mgmt.cluster.Health;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.cluster.ViewedHost.Server;
import io.mgmt.cluster.ViewedHost.Standing;
import io.mgmt.cluster.ViewedMember;
import io.mgmt.cluster.ViewedMember.Reading;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;
import io.mgmt.core.membership.Step.Resign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a view will be after a step, if all goes well. */
final class Projection {

    private final ClusterView view;
    private final List<ViewedHost> hosts;
    private final List<ViewedMember> members;

    private Projection(ClusterView view) {
        this.view = view;
        hosts = new ArrayList<>(view.hosts());
        members = new ArrayList<>(view.members());
    }

    static ClusterView after(ClusterView view, Step step) {
        Projection p = new Projection(view);
        if (step instanceof AddLearner add) {
            p.add(add.host());
        } else if (step instanceof Nominate nominate) {
            p.host(nominate.host(), host -> with(host, host.server(), host.standing(),
                    Optional.of(new Binding(host.id(), nominate.memberId(), Duration.ZERO)), Optional.empty()));
        } else if (step instanceof Promote promote) {
            p.member(promote.memberId(), member -> with(member, member.name(), false, member.reading()));
        } else if (step instanceof DropLearner drop) {
            p.remove(drop.host(), drop.memberId(), drop.failed() ? Optional.of(drop.reason()) : Optional.empty());
        } else if (step instanceof Remove remove) {
            p.remove(remove.host(), remove.memberId(), Optional.empty());
        } else if (step instanceof MoveLeader move) {
            return p.view(view.lead(), new Raft(move.memberId(), view.raft().earlierIndex()));
        } else if (step instanceof Resign) {
            return p.view(p.nextLead(), view.raft());
        }
        return p.view(view.lead(), view.raft());
    }

    /** What comes by itself in time: who was nominated starts, who is healthy gets in step. */
    static ClusterView settled(ClusterView view) {
        Projection p = new Projection(view);
        long index = Math.max(1, view.raft().earlierIndex());
        for (Seat seat : new Seats(view).all()) {
            boolean starts = seat.hasSession() && !seat.isBroken() && seat.nomination().isPresent()
                    && !seat.member().started();
            if (starts || seat.health() == Health.HEALTHY) {
                String version = starts ? seat.host().orElseThrow().offer().etcdVersion()
                        : seat.member().reading().version();
                p.member(seat.id(), member -> with(member, starts ? seat.name() : member.name(), member.learner(),
                        new Reading(true, starts ? Duration.ZERO : member.reading().since(),
                                Math.max(index, member.reading().index()), Duration.ZERO, version)));
            }
        }
        for (ViewedHost host : view.hosts()) {
            if (host.leaving().filter(time -> time.compareTo(Removal.QUIET) < 0).isPresent()) {
                p.host(host.name(), old -> new ViewedHost(old.name(), old.id(), old.session(), old.offer(),
                        old.server(), Optional.of(Removal.QUIET), old.standing(), old.nominated(), old.started()));
            }
        }
        return p.view(view.lead(), new Raft(view.raft().leaderId(), index));
    }

    private void add(String name) {
        host(name, host -> {
            members.add(new ViewedMember("planned-" + name, "", host.offer().peerUrls(), List.of(), true,
                    new Reading(false, Duration.ZERO, 0, Duration.ZERO, "")));
            return host;
        });
    }

    private void remove(String name, String id, Optional<String> failure) {
        members.removeIf(member -> member.id().equals(id));
        host(name, host -> {
            Standing old = host.standing();
            return with(host, Server.NONE, new Standing(old.zone(), old.labels(),
                    old.failures() + (failure.isPresent() ? 1 : 0), old.lastSeenMillis(), failure.or(old::banned),
                    old.forgotten()), Optional.empty(), Optional.empty());
        });
    }

    private Lead nextLead() {
        for (Seat seat : new Seats(view).all()) {
            boolean able = seat.isVoter() && !seat.isByHand() && seat.health() == Health.HEALTHY && !seat.isLeaving();
            if (able && !seat.name().equals(view.lead().host())) {
                return new Lead(seat.name(), false);
            }
        }
        return new Lead(view.lead().host(), true);
    }

    private void host(String name, UnaryOperator<ViewedHost> change) {
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).name().equals(name)) {
                hosts.set(i, change.apply(hosts.get(i)));
            }
        }
    }

    private void member(String id, UnaryOperator<ViewedMember> change) {
        members.replaceAll(member -> member.id().equals(id) ? change.apply(member) : member);
    }

    private static ViewedHost with(ViewedHost host, Server server, Standing standing, Optional<Binding> nominated,
            Optional<Binding> started) {
        return new ViewedHost(host.name(), host.id(), host.session(), host.offer(), server, host.leaving(), standing,
                nominated, started);
    }

    private static ViewedMember with(ViewedMember member, String name, boolean learner, Reading reading) {
        return new ViewedMember(member.id(), name, member.peerUrls(), member.clientUrls(), learner, reading);
    }

    private ClusterView view(Lead lead, Raft raft) {
        return new ClusterView(view.moment(), lead, hosts, members, raft, Optional.empty(), view.wanted());
    }
}
