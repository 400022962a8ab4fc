// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.Health;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Remove;
import io.mgmt.core.membership.Step.Resign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which voter goes: a broken one, a leaver, a dead one, a live one, in this order. Of each sort the
 * leader's own host and raft's leader go last, and only after they have handed over.
 */
final class Removal {

    /** Within it all hosts that are stopped together have withdrawn, and none is removed needlessly. */
    static final Duration QUIET = Duration.ofSeconds(2);

    private final Survey survey;
    private final List<String> notes;

    /** @param notes takes why something has to wait */
    Removal(Survey survey, List<String> notes) {
        this.survey = survey;
        this.notes = notes;
    }

    /** A broken one has no vote to lose. */
    Optional<Step> broken() {
        return remove(Survey.filter(survey.voters, seat -> seat.isBroken() && survey.canSpare(seat)),
                seat -> seat.name() + " has lost its data, and with it its vote; it "
                        + (seat.isLeaving() ? "leaves" : "is added anew afterwards"));
    }

    /** True if there is nobody to stay: then each keeps its member and its data. */
    boolean everyoneLeaves() {
        return !survey.voters.isEmpty() && survey.leavers.size() == survey.voters.size();
    }

    Optional<Step> leaver() {
        if (survey.leavers.isEmpty()) {
            return Optional.empty();
        }
        if (survey.staying == 0) {
            notes.add("every voter that answers leaves; the last ones keep their members and their data");
            return Optional.empty();
        }
        for (Seat seat : survey.leavers) {
            if (leavingFor(seat).compareTo(QUIET) < 0) {
                notes.add(seat.name() + " has just withdrawn; others may follow within " + QUIET.toSeconds() + " s");
                return Optional.empty();
            }
        }
        List<Seat> free = new ArrayList<>();
        for (Seat seat : survey.leavers) {
            if (!survey.canSpare(seat)) {
                notes.add(seat.name() + " leaves, but without it too few voters would answer: "
                        + (survey.live - (seat.isLive() ? 1 : 0)) + " of " + (survey.voters.size() - 1));
            } else if (waitsForReplacement(seat)) {
                notes.add(seat.name() + " leaves as soon as another has taken its place");
            } else {
                free.add(seat);
            }
        }
        return remove(free, seat -> seat.name() + " leaves; " + survey.count());
    }

    private boolean waitsForReplacement(Seat seat) {
        return seat.isLive() && survey.staying + survey.pending < survey.target
                && survey.voters.size() <= survey.target
                // Its patience ends soon; then it would stop as a member, which is worse.
                && leavingFor(seat).compareTo(survey.delays.memberStart()) < 0;
    }

    private static Duration leavingFor(Seat seat) {
        return seat.host().flatMap(ViewedHost::leaving).orElse(Duration.ZERO);
    }

    Optional<Step> dead() {
        List<Seat> due = survey.due;
        if (isOneTooMany()) {
            // One has to go, and one that has been silent for long costs least, whatever its agent says.
            List<Seat> silent = Survey.filter(survey.voters, seat -> !seat.isByHand() && !seat.isLive()
                    && !seat.isLeaving() && survey.canSpare(seat)
                    && seat.since().compareTo(survey.delays.replacement()) >= 0);
            return remove(silent, seat -> silence(seat) + "; " + survey.count());
        }
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> gain = gain(due.size());
        if (gain.isEmpty()) {
            int tolerance = margin(survey.live, survey.voters.size());
            notes.add(silence(due.get(0)) + (survey.spares.isEmpty() && survey.staged.isEmpty()
                    ? "; there is no spare to take its place, and without it the cluster would be no safer: tolerance "
                    : "; it stays until another is in step: tolerance ") + tolerance);
            return Optional.empty();
        }
        return remove(Survey.filter(due, survey::canSpare), seat -> silence(seat) + "; " + gain.get());
    }

    /**
     * True if a voter may still go whose removal was decided before, perhaps by another leader and for a reason that is
     * none any more: whoever left may be back, and with it what made the removal of a dead one useful. How long a dead
     * one has been so was seen to by whoever decided it, and who leads since a moment ago may not know it.
     */
    boolean isStillRight(Seat seat) {
        if (seat.isBroken()) {
            return !everyoneLeaves();
        }
        if (seat.isLeaving()) {
            return survey.staying > 0;
        }
        if (seat.isLive()) {
            return survey.staying > survey.wanted;
        }
        if (isOneTooMany()) {
            // One that is only out of reach may well stay.
            return !seat.isByHand() && (survey.isGone(seat) || survey.staying >= survey.wanted);
        }
        return survey.isGone(seat) && gain(survey.due.size() + (survey.due.contains(seat) ? 0 : 1)).isPresent();
    }

    private boolean isOneTooMany() {
        return survey.voters.size() > survey.wanted;
    }

    /** What is gained if so many of the dead go; empty: nothing. */
    private Optional<String> gain(int dead) {
        return canBeReplaced().or(() -> marginGrows(dead));
    }

    /** Where etcd can add a learner meanwhile, the dead one stays until its place can be taken at once. */
    private Optional<String> canBeReplaced() {
        if (survey.addsWhileOneIsDead()) {
            for (Seat seat : survey.coming(survey.staged)) {
                if (survey.isReady(seat)) {
                    return Optional.of(seat.name() + " is in step and takes its place");
                }
            }
            return Optional.empty();
        }
        if (survey.spares.isEmpty() && survey.staged.isEmpty()) {
            return Optional.empty();
        }
        String next = survey.staged.isEmpty() ? survey.firstSpare().name() : survey.staged.get(0).name();
        return Optional.of(next + " takes its place as soon as it is removed");
    }

    private Optional<String> marginGrows(int dead) {
        int voters = survey.voters.size();
        int leaving = survey.leavers.size();
        boolean now = margin(survey.live, voters - dead) > margin(survey.live, voters);
        // What leaves is as good as gone: without the dead the rest may be able to go on alone.
        boolean then = survey.staying > 0 && leaving > 0
                && margin(survey.staying, voters - leaving - dead) > margin(survey.staying, voters - leaving);
        return now || then
                ? Optional.of("without " + (dead == 1 ? "it" : "the dead") + " the cluster is safer")
                : Optional.empty();
    }

    private static int margin(int live, int voters) {
        return live - Survey.quorum(voters);
    }

    static String silence(Seat seat) {
        return seat.name() + " has not answered for " + seat.since().toSeconds() + " s"
                + (seat.health() == Health.DEAD ? " and its agent is gone" : "");
    }

    Optional<Step> live() {
        if (survey.staying <= survey.wanted) {
            return Optional.empty();
        }
        for (Seat seat : survey.voters) {
            if (!seat.isLive() && seat.since().compareTo(survey.delays.replacement()) < 0) {
                notes.add(seat.name() + " has not answered for " + seat.since().toSeconds()
                        + " s; none is removed until it is back or dead");
                return Optional.empty();
            }
        }
        List<Seat> orphans = Survey.filter(survey.orphans, survey::canSpare);
        if (!orphans.isEmpty()) {
            return remove(orphans, seat -> "the agent of " + seat.name() + " has been gone for "
                    + seat.host().orElseThrow().session().since().toSeconds() + " s; " + survey.count());
        }
        return remove(Survey.filter(survey.voters, seat -> seat.isLive() && !seat.isLeaving() && !seat.isByHand()
                && survey.canSpare(seat)), seat -> survey.count() + "; " + seat.name() + " goes first");
    }

    /** A leader that leaves and is no voter has nothing to be removed from. */
    Optional<Step> ownLead() {
        for (ViewedHost host : survey.view.hosts()) {
            boolean leaves = host.name().equals(survey.view.lead().host()) && host.leaving().isPresent();
            if (leaves && survey.seats.of(host).isEmpty() && othersCanLead()) {
                return Optional.of(new Resign(host.name() + " leaves"));
            }
        }
        return Optional.empty();
    }

    private Optional<Step> remove(List<Seat> some, Function<Seat, String> why) {
        List<Seat> candidates = survey.going(some);
        for (Seat seat : candidates) {
            if (!survey.isOwn(seat) && !survey.isRaftLeader(seat)) {
                return Optional.of(new Remove(seat.name(), seat.id(), why.apply(seat)));
            }
        }
        for (Seat seat : candidates) {
            if (survey.isRaftLeader(seat)) {
                Optional<Step> move = move(seat, why.apply(seat));
                if (move.isPresent() || candidates.size() == 1) {
                    return move;
                }
            }
        }
        for (Seat seat : candidates) {
            if (survey.isOwn(seat) && !survey.isRaftLeader(seat)) {
                return Optional.of(othersCanLead()
                        ? new Resign(why.apply(seat) + "; another leader is to remove its own host")
                        : new Remove(seat.name(), seat.id(), why.apply(seat) + "; nobody else leads"));
            }
        }
        return Optional.empty();
    }

    private Optional<Step> move(Seat from, String why) {
        List<Seat> able = Survey.filter(survey.voters, seat -> seat.isLive() && !seat.isLeaving() && seat != from
                && survey.isInStep(seat));
        List<Seat> healthy = Survey.filter(able, seat -> seat.health() == Health.HEALTHY);
        List<Seat> order = survey.going(healthy.isEmpty() ? able : healthy);
        if (order.isEmpty()) {
            notes.add(from.name() + " leads raft and is to go, but no voter that stays is in step yet");
            return Optional.empty();
        }
        Seat to = order.get(order.size() - 1);
        return Optional.of(new MoveLeader(to.name(), to.id(),
                why + "; it leads raft, and " + to.name() + " takes over"));
    }

    private boolean othersCanLead() {
        if (survey.view.lead().lastResort()) {
            return false;
        }
        for (Seat seat : survey.voters) {
            if (!seat.isByHand() && seat.health() == Health.HEALTHY && !seat.isLeaving() && !survey.isOwn(seat)) {
                return true;
            }
        }
        return false;
    }
}
