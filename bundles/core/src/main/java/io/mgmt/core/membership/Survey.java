// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Health;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A view, counted: who stays, who goes, who could come, and how many of each. */
final class Survey {

    /** The limit that every etcd of ours is started with; members with different limits would disagree. */
    static final int MOST_LEARNERS = 8;

    final ClusterView view;
    final int wanted;
    final Delays delays;
    final Seats seats;
    final Candidacy candidacy;
    /** In the order of the members, as are the learners; those added by hand are among them. */
    final List<Seat> voters;
    final List<Seat> learners;
    /** Learners that are meant to become voters: neither banned nor leaving, nor added by hand. */
    final List<Seat> staged;
    /** Hosts that could be added now. */
    final List<ViewedHost> spares = new ArrayList<>();
    /** Live voters that have not withdrawn. */
    final int staying;
    /** Voters that do not answer, but may still come back. */
    final int pending;
    /** The dead that are to be replaced. */
    final List<Seat> due;
    /** Voters whose agent is gone for so long that a spare is to take their place. */
    final List<Seat> orphans;
    final List<Seat> leavers;
    final int live;
    final int target;
    private final Placement placement;

    Survey(ClusterView view, int wanted, Placement placement, Delays delays) {
        if (wanted < 1) {
            throw new IllegalArgumentException("a cluster of " + wanted + " voters cannot be. Ask for 1 or more.");
        }
        this.view = view;
        this.wanted = wanted;
        this.placement = placement;
        this.delays = delays;
        seats = new Seats(view);
        candidacy = new Candidacy(seats.all());
        voters = filter(seats.all(), Seat::isVoter);
        learners = filter(seats.all(), seat -> !seat.isVoter());
        staged = filter(learners, seat -> !seat.isByHand() && !seat.isBanned() && !seat.isLeaving());
        leavers = filter(voters, Seat::isLeaving);
        live = filter(voters, Seat::isLive).size();
        staying = filter(voters, seat -> seat.isLive() && !seat.isLeaving()).size();
        due = filter(voters, this::isDue);
        orphans = filter(voters, this::isOrphanDue);
        pending = filter(voters, seat -> !seat.isLive() && !seat.isLeaving() && !seat.isBroken() && !isDue(seat)
                && !isSilentByHand(seat)).size();
        int ownPlaces = 0;
        for (ViewedHost host : view.hosts()) {
            Seat seat = seats.of(host).orElse(null);
            if ((seat == null || seat.isVoter() && seat.isBroken()) && candidacy.bar(host) == Candidacy.Bar.NONE) {
                if (seat == null) {
                    spares.add(host);
                } else {
                    ownPlaces++;
                }
            }
        }
        target = Math.min(wanted, staying + staged.size() + spares.size() + ownPlaces);
    }

    static List<Seat> filter(List<Seat> seats, Predicate<Seat> claim) {
        List<Seat> found = new ArrayList<>();
        for (Seat seat : seats) {
            if (claim.test(seat)) {
                found.add(seat);
            }
        }
        return found;
    }

    /** More than half of the voters. */
    static int quorum(int voters) {
        return voters / 2 + 1;
    }

    boolean hasQuorum() {
        return live >= quorum(voters.size());
    }

    /** True if enough answer after the voter is removed; never for the last one. */
    boolean canSpare(Seat voter) {
        int left = voters.size() - 1;
        return left > 0 && live - (voter.isLive() ? 1 : 0) >= quorum(left);
    }

    private boolean isDue(Seat seat) {
        return isGone(seat) && seat.since().compareTo(delays.replacement()) >= 0;
    }

    /** True if it is to be replaced, if it has been so for long enough. */
    boolean isGone(Seat seat) {
        if (seat.isByHand() || seat.isLive() || seat.isLeaving() || seat.isBroken()) {
            return false;
        }
        // The leader may be the only one that cannot reach it: of a living agent, its own word counts.
        return seat.health() == Health.DEAD || seat.host().orElseThrow().server() == Server.SILENT;
    }

    /** No agent of ours looks after it, so nothing says that it comes back; only a person may remove it. */
    boolean isSilentByHand(Seat seat) {
        return seat.isByHand() && !seat.isLive() && seat.since().compareTo(delays.replacement()) >= 0;
    }

    private boolean isOrphanDue(Seat seat) {
        return seat.health() == Health.ORPHAN && !seat.isLeaving()
                && seat.host().orElseThrow().session().since().compareTo(delays.orphan()) >= 0;
    }

    /**
     * How many learners there should be to reach the target, with what goes replaced. A voter that may still
     * come back is not replaced.
     */
    int learnersCalledFor() {
        return Math.max(0, target + orphans.size() - staying - pending);
    }

    /**
     * How many learners may be kept. A voter that does not answer is not counted on: what is staged must not
     * be given up for it.
     */
    int learnersWanted() {
        return Math.max(0, wanted + orphans.size() - staying);
    }

    /**
     * True if etcd takes a learner now although a voter does not answer: it counts the new one as a voter
     * that is down (etcd's source, server/etcdserver/util.go), so one dead of three is too many.
     */
    boolean addsWhileOneIsDead() {
        if (live < quorum(voters.size() + 1)) {
            return false;
        }
        for (Seat seat : voters) {
            if (seat.isLive() && seat.version().filter(EtcdVersion::addsWhileOneIsDead).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** How many learners there may be at a time. */
    int slots() {
        for (Seat seat : seats.all()) {
            boolean several = seat.host().isPresent() && seat.version()
                    .or(() -> EtcdVersion.parse(seat.host().get().offer().etcdVersion()))
                            .filter(EtcdVersion::takesSeveralLearners).isPresent();
            if (!several) {
                return 1;
            }
        }
        return MOST_LEARNERS;
    }

    /** True if a learner has read all that there was at an earlier reading, and may become a voter. */
    boolean isReady(Seat seat) {
        return staged.contains(seat) && seat.member().started() && seat.health() == Health.HEALTHY
                && !seat.isOfAnotherId() && isInStep(seat);
    }

    boolean isInStep(Seat seat) {
        return view.raft().earlierIndex() > 0 && seat.member().reading().index() >= view.raft().earlierIndex();
    }

    boolean isOwn(Seat seat) {
        return seat.name().equals(view.lead().host()) && !seat.isByHand();
    }

    boolean isRaftLeader(Seat seat) {
        return seat.id().equals(view.raft().leaderId());
    }

    /** The first to go in front. */
    List<Seat> going(List<Seat> some) {
        return ordered(some, placement.goes());
    }

    /** The first to come in front. */
    List<Seat> coming(List<Seat> some) {
        return ordered(some, placement.comes());
    }

    private static List<Seat> ordered(List<Seat> some, List<String> names) {
        if (some.size() < 2) {
            return some;
        }
        Map<String, Seat> left = new HashMap<>();
        some.forEach(seat -> left.put(seat.name(), seat));
        List<Seat> ordered = new ArrayList<>(some.size());
        for (String name : names) {
            Seat seat = left.remove(name);
            if (seat != null) {
                ordered.add(seat);
            }
        }
        // The members are sorted by name; two added by hand may share one.
        for (Seat seat : some) {
            if (!ordered.contains(seat)) {
                ordered.add(seat);
            }
        }
        return ordered;
    }

    /** The spare that comes first; there must be one. Those of the voters' own version come before others. */
    ViewedHost firstSpare() {
        ViewedHost other = null;
        for (String name : placement.comes()) {
            ViewedHost host = spare(name);
            if (host != null && isPreferred(host)) {
                return host;
            }
            other = other == null ? host : other;
        }
        for (ViewedHost host : spares) {
            if (isPreferred(host)) {
                return host;
            }
        }
        return other == null ? spares.get(0) : other;
    }

    /** By bisection: the spares are sorted by name. */
    private ViewedHost spare(String name) {
        int low = 0;
        int high = spares.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = spares.get(middle).name().compareTo(name);
            if (order == 0) {
                return spares.get(middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** True if its version is the one that is to come first. */
    boolean isPreferred(ViewedHost host) {
        return candidacy.isOfLowestVersion(host) != view.wanted().upgrade();
    }

    /** Such as {@code 2 of 3 voters}. */
    String count() {
        return voters.size() + " of " + wanted + (wanted == 1 ? " voter" : " voters");
    }
}
