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
import java.util.Objects;

/**
 * Why a host is, or is not, a member.
 *
 * @param host its name; of a member added by hand its name or id
 * @param reason in words
 */
public record Why(String host, Part part, String reason) {

    /** What it is. */
    public enum Part {
        /** A member with a vote. */
        VOTER,
        /** A member without a vote. */
        LEARNER,
        /** May be chosen. */
        SPARE,
        /** Cannot be chosen at present. */
        BARRED
    }

    public Why {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(reason, "reason");
    }

    /** For every member and every host: members first, then the hosts by name. */
    public static List<Why> of(ClusterView view, int voters, Placement placement, Delays delays) {
        Survey survey = new Survey(view, voters, placement, delays);
        List<Why> reasons = new ArrayList<>();
        for (Seat seat : survey.seats.all()) {
            reasons.add(seat.isVoter() ? new Why(seat.name(), Part.VOTER, voter(survey, seat))
                    : new Why(seat.name(), Part.LEARNER, learner(survey, seat)));
        }
        Map<String, Integer> places = places(survey, placement);
        for (ViewedHost host : view.hosts()) {
            if (survey.seats.of(host).isEmpty()) {
                Integer place = places.get(host.name());
                reasons.add(place == null
                        ? new Why(host.name(), Part.BARRED, survey.candidacy.words(host) + failures(host))
                        : new Why(host.name(), Part.SPARE, survey.count() + "; number " + place + " of "
                                + places.size() + " in the line of spares" + failures(host)));
            }
        }
        return reasons;
    }

    /** What puts a host behind others: how often it failed as a member, as far as that is not forgiven. */
    private static String failures(ViewedHost host) {
        int failures = host.standing().failures();
        return failures == 0 ? "" : failures == 1 ? "; 1 failure counts against it"
                : "; " + failures + " failures count against it";
    }

    /** The place of each spare in the line, from 1. */
    private static Map<String, Integer> places(Survey survey, Placement placement) {
        Map<String, ViewedHost> spares = new HashMap<>();
        survey.spares.forEach(host -> spares.put(host.name(), host));
        List<String> line = new ArrayList<>();
        for (boolean first : new boolean[] {true, false}) {
            for (String name : placement.comes()) {
                if (spares.containsKey(name) && survey.isPreferred(spares.get(name)) == first) {
                    spares.remove(name);
                    line.add(name);
                }
            }
            for (ViewedHost host : survey.spares) {
                if (spares.containsKey(host.name()) && survey.isPreferred(host) == first) {
                    spares.remove(host.name());
                    line.add(host.name());
                }
            }
        }
        Map<String, Integer> places = new HashMap<>();
        line.forEach(name -> places.put(name, places.size() + 1));
        return places;
    }

    private static String voter(Survey survey, Seat seat) {
        if (seat.isByHand()) {
            return "it was added by hand: it is counted and left alone"
                    + (seat.isLive() ? "" : "; " + Removal.silence(seat));
        }
        if (seat.isBroken()) {
            return "its data is gone, and with it its vote; it is removed first, then added anew";
        }
        if (seat.isLeaving()) {
            return "it leaves, and is replaced or removed";
        }
        if (survey.due.contains(seat)) {
            return Removal.silence(seat) + (survey.spares.isEmpty() && survey.staged.isEmpty()
                    ? "; there is no spare to take its place" : "; it is being replaced");
        }
        return switch (seat.health()) {
            case HEALTHY -> "it serves; " + survey.count() + (survey.isRaftLeader(seat) ? "; it leads raft" : "")
                    + (survey.isOwn(seat) ? "; its agent decides" : "");
            case ORPHAN -> "its etcd serves on without its agent"
                    + (survey.orphans.contains(seat) ? "; a spare takes its place if there is one"
                            : "; it is replaced after " + survey.delays.orphan().toSeconds()
                                    + " s if there is a spare");
            case DOWN -> Removal.silence(seat) + (seat.host().orElseThrow().server() == Server.SILENT
                    ? "; it is replaced after " + survey.delays.replacement().toSeconds() + " s"
                    : "; its agent lives and does not report that its etcd is down, so it stays");
            case DEAD -> Removal.silence(seat) + "; it is replaced after "
                    + survey.delays.replacement().toSeconds() + " s if there is a spare";
        };
    }

    private static String learner(Survey survey, Seat seat) {
        if (seat.isByHand()) {
            return "it was added by hand: it is left alone. Clear it with: mgmt etcdctl member remove " + seat.id();
        }
        if (seat.isBroken() || seat.isBanned() || seat.isLeaving() || seat.isOfAnotherId()) {
            return "it is dropped: " + (seat.isOfAnotherId() ? "another host bears its name by now"
                    : seat.isBroken() ? "its data is gone" : seat.isLeaving() ? "it leaves" : "it is banned");
        }
        if (survey.isReady(seat)) {
            return "it is in step and gets its vote as soon as a place is free; " + survey.count();
        }
        if (!seat.member().started() && seat.nomination().isEmpty()) {
            return "it is the next to be nominated, once no other joins; " + survey.count();
        }
        return Joining.progress(seat) + (seat.health() == Health.HEALTHY ? "; it catches up" : "");
    }
}
