// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedHost.Binding;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a spare becomes a voter: added as a learner, nominated, promoted once it is in step; or dropped. */
final class Joining {

    private final Survey survey;
    private final List<String> notes;

    /** @param notes takes why something has to wait */
    Joining(Survey survey, List<String> notes) {
        this.survey = survey;
        this.notes = notes;
    }

    Optional<Step> drop() {
        for (Seat seat : survey.learners) {
            Optional<String> failure = seat.isByHand() ? Optional.empty() : failure(seat);
            if (failure.isPresent()) {
                return Optional.of(new DropLearner(seat.name(), seat.id(), true, failure.get()));
            }
            Optional<String> needless = seat.isByHand() ? Optional.empty() : needless(seat);
            if (needless.isPresent()) {
                return Optional.of(new DropLearner(seat.name(), seat.id(), false, needless.get()));
            }
        }
        if (survey.staged.size() <= survey.learnersWanted()) {
            return Optional.empty();
        }
        List<Seat> order = survey.coming(survey.staged);
        List<Seat> unstarted = Survey.filter(order, seat -> !seat.member().started());
        List<Seat> candidates = unstarted.isEmpty() ? order : unstarted;
        Seat last = candidates.get(candidates.size() - 1);
        return Optional.of(new DropLearner(last.name(), last.id(), false,
                last.name() + " is not wanted any more: " + survey.count()));
    }

    private Optional<String> failure(Seat seat) {
        if (seat.isBroken() || seat.isLeaving() || seat.isBanned() || seat.isOfAnotherId()) {
            return Optional.empty();
        }
        Delays delays = survey.delays;
        Optional<Binding> nomination = seat.nomination();
        if (!seat.member().started()) {
            return nomination.isPresent() && over(nomination.get().since(), delays.memberStart())
                    ? Optional.of(seat.name() + " was not started within " + delays.memberStart().toSeconds() + " s")
                    : Optional.empty();
        }
        if (!seat.isLive()) {
            return over(seat.since(), delays.noProgress())
                    ? Optional.of(Removal.silence(seat) + "; it is a learner still") : Optional.empty();
        }
        if (!survey.isInStep(seat) && over(seat.member().reading().stuck(), delays.noProgress())) {
            return Optional.of(seat.name() + " is behind and has not got on for " + delays.noProgress().toSeconds()
                    + " s");
        }
        return !seat.hasSession() && over(seat.host().orElseThrow().session().since(), delays.orphan())
                ? Optional.of("the agent of " + seat.name() + " has been gone for " + delays.orphan().toSeconds()
                        + " s; it is a learner still") : Optional.empty();
    }

    private static boolean over(Duration time, Duration limit) {
        return time.compareTo(limit) >= 0;
    }

    private Optional<String> needless(Seat seat) {
        String name = seat.name();
        if (seat.isOfAnotherId()) {
            return Optional.of(name + " is another host by now: its host id has changed");
        }
        if (seat.isBroken()) {
            return Optional.of(name + " has lost its data; it is added anew afterwards");
        }
        if (seat.isLeaving()) {
            return Optional.of(name + " leaves");
        }
        if (seat.isBanned()) {
            return Optional.of(name + " is banned: " + seat.host().orElseThrow().standing().banned().orElse(""));
        }
        return seat.hasSession() || isPursued(seat) ? Optional.empty()
                : Optional.of("the agent of " + name + " is gone, and it was not nominated yet");
    }

    /** True from its nomination on. */
    private static boolean isPursued(Seat seat) {
        return seat.member().started() || seat.nomination().isPresent();
    }

    Optional<Step> promote() {
        for (Seat seat : survey.coming(survey.staged)) {
            if (survey.isReady(seat)) {
                if (hasRoom()) {
                    return Optional.of(new Promote(seat.name(), seat.id(),
                            seat.name() + " is in step; " + survey.count() + replaced()));
                }
                notes.add(seat.name() + " is in step; its place is not free yet");
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Voters below the target; at the target only in exchange for a live one. */
    boolean hasRoom() {
        int voters = survey.voters.size();
        return voters < survey.target || voters == survey.target && replacesLive();
    }

    private boolean replacesLive() {
        return !survey.orphans.isEmpty() || survey.leavers.stream().anyMatch(Seat::isLive);
    }

    private String replaced() {
        if (survey.voters.size() < survey.target) {
            return "";
        }
        Seat goes = (survey.orphans.isEmpty() ? survey.leavers : survey.orphans).get(0);
        return ", and " + goes.name() + " is to go";
    }

    /** One at a time: two joiners would block each other. */
    Optional<Step> nominate() {
        for (Seat seat : survey.learners) {
            if (!seat.isByHand() && isPursued(seat)) {
                notes.add(progress(seat));
                return Optional.empty();
            }
        }
        for (Seat seat : survey.coming(survey.staged)) {
            if (seat.hasSession()) {
                return Optional.of(new Nominate(seat.name(), seat.id(),
                        seat.name() + " was added as a learner; " + survey.count()));
            }
        }
        return Optional.empty();
    }

    static String progress(Seat seat) {
        if (!seat.member().started()) {
            return seat.name() + " was nominated " + seat.nomination().map(Binding::since).orElse(Duration.ZERO)
                    .toSeconds() + " s ago and has not started yet";
        }
        return seat.isLive() ? seat.name() + " is a learner at index " + seat.member().reading().index()
                : Removal.silence(seat) + "; it is a learner still";
    }

    /**
     * Adds before it promotes, while every voter is well: etcd takes no new member for 5 s after one has
     * come (etcd's source, "HealthInterval").
     */
    Optional<Step> addEarly() {
        boolean allWell = survey.live == survey.voters.size() && survey.leavers.isEmpty();
        return allWell && survey.slots() > 1 ? add() : Optional.empty();
    }

    Optional<Step> add() {
        if (survey.staged.size() >= survey.learnersCalledFor() || survey.spares.isEmpty()) {
            if (survey.spares.isEmpty() && survey.voters.size() + survey.staged.size() < survey.wanted) {
                notes.add(survey.count() + ", and there is no spare" + barred());
            }
            return Optional.empty();
        }
        ViewedHost spare = survey.firstSpare();
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            notes.add(spare.name() + " is to be added, but " + obstacle.get());
            return Optional.empty();
        }
        return Optional.of(new AddLearner(spare.name(), survey.count() + "; " + occasion() + spare.name()
                + " is the first spare"));
    }

    /** Whom the next one replaces, if anybody. */
    private String occasion() {
        if (survey.voters.size() < survey.target) {
            return "";
        }
        if (!survey.due.isEmpty()) {
            return Removal.silence(survey.due.get(0)) + "; ";
        }
        if (!survey.leavers.isEmpty()) {
            return survey.leavers.get(0).name() + " leaves; ";
        }
        return survey.orphans.isEmpty() ? "" : "the agent of " + survey.orphans.get(0).name() + " is gone; ";
    }

    /** What stands against adding a learner now. */
    private Optional<String> obstacle() {
        int slots = survey.slots();
        if (survey.learners.size() >= slots) {
            for (Seat seat : survey.learners) {
                if (seat.isByHand()) {
                    return Optional.of("the member " + seat.name() + " (" + seat.id()
                            + "), a learner added by hand, holds the place. Clear it with: mgmt etcdctl member remove "
                            + seat.id());
                }
            }
            return Optional.of("only " + slots + " may be a learner at a time");
        }
        for (Seat seat : survey.learners) {
            // A start list made before the next learner was added would not be accepted.
            if (!seat.isByHand() && isPursued(seat) && !seat.member().started()) {
                return Optional.of("not while " + seat.name() + " starts");
            }
        }
        for (Seat seat : survey.voters) {
            if (!seat.isLive() && !survey.addsWhileOneIsDead()) {
                return Optional.of("etcd adds none while " + seat.name() + " does not answer");
            }
        }
        return Optional.empty();
    }

    /** Up to three hosts that would be spares but for something, for a person to mend. */
    private String barred() {
        StringBuilder words = new StringBuilder();
        int named = 0;
        for (ViewedHost host : survey.view.hosts()) {
            if (named < 3 && host.session().alive() && host.offer().volunteer()
                    && survey.seats.of(host).isEmpty()) {
                words.append(named++ == 0 ? ": " : "; ").append(host.name())
                        .append(" cannot be chosen: ").append(survey.candidacy.words(host));
            }
        }
        return words.toString();
    }
}
