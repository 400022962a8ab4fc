// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.core.membership.Small.Kind;
import io.mgmt.core.membership.Small.Kind.Flag;
import io.mgmt.core.membership.Small.Kind.Mood;
import io.mgmt.core.membership.Small.Kind.Role;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.Hold;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;
import io.mgmt.core.membership.Step.Resign;
import java.util.function.Predicate;

/**
 * What is promised about every step, written from the contract and not from the code: it counts for
 * itself, in the small state, and shares nothing with what it judges.
 */
final class Contract {

    private final Small state;
    private final Walk.Scope scope;
    private final boolean modern;
    private final int voters;
    private final int live;
    private final int staying;
    private final int staged;
    private final int spares;
    private final int orphans;
    private final int leavers;
    private final int lost;
    private final int target;

    Contract(Small state, Walk.Scope scope) {
        this.state = state;
        this.scope = scope;
        modern = scope.modern();
        voters = count(Kind::isVoter);
        live = count(kind -> kind.isVoter() && kind.answers());
        staying = count(kind -> kind.isVoter() && kind.answers() && !kind.leaves());
        staged = count(kind -> kind.isLearner() && kind.flag() == Flag.NONE);
        spares = count(kind -> kind.role() == Role.VOLUNTEER && kind.flag() == Flag.NONE);
        orphans = scope.young() ? 0 : count(kind -> kind.isVoter() && kind.mood() == Mood.ORPHAN && !kind.leaves());
        leavers = count(kind -> kind.isVoter() && kind.leaves());
        lost = count(kind -> kind.isVoter() && !kind.answers() && !kind.leaves() && kind.mood() != Mood.BROKEN);
        int ownPlaces = count(kind -> kind.isVoter() && kind.mood() == Mood.BROKEN && kind.flag() == Flag.NONE);
        target = Math.min(state.wanted, staying + staged + spares + ownPlaces);
    }

    private int count(Predicate<Kind> claim) {
        int count = 0;
        for (int host : state.hosts) {
            count += claim.test(Small.KINDS.get(host)) ? 1 : 0;
        }
        return count;
    }

    private static int quorum(int voters) {
        return voters / 2 + 1;
    }

    private void claim(boolean holds, String promise, Step step) {
        if (!holds) {
            throw new AssertionError(promise + ", but in " + state + " came " + step);
        }
    }

    /** Holds for each step in each state. */
    void check(Step step) {
        claim(!step.reason().isBlank(), "L2 a step carries its reason", step);
        claim(live >= quorum(voters) || step instanceof Hold, "without a quorum nothing is done", step);
        claim(leavers < voters || step instanceof Hold, "when all voters leave, the leader holds", step);
        if (step instanceof AddLearner add) {
            add(step, state.at(Small.host(add.host())));
        } else if (step instanceof Nominate nominate) {
            nominate(step, state.at(Small.host(nominate.host())));
        } else if (step instanceof Promote promote) {
            promote(step, state.at(Small.host(promote.host())));
        } else if (step instanceof DropLearner drop) {
            drop(drop, state.at(Small.host(drop.host())));
        } else if (step instanceof MoveLeader move) {
            move(step, Small.host(move.host()));
        } else if (step instanceof Remove remove) {
            remove(step, Small.host(remove.host()));
        } else if (step instanceof Resign) {
            resign(step);
        }
    }

    private void add(Step step, Kind kind) {
        claim(kind.flag() == Flag.NONE, "S6 a leaving or banned host is not chosen", step);
        claim(kind.role() == Role.VOLUNTEER, "a spare is added", step);
        claim(count(Kind::isLearner) < (modern ? 8 : 1), "a learner slot is free", step);
        claim(addsBesideTheDead() || live == voters, "etcd adds none while too few answer", step);
        int due = scope.young() ? 0 : lost;
        claim(voters + staged < target || staged < Math.max(0, target - voters) + due + leavers + orphans,
                "a learner is added if voters are missing or one is due and none is staged for it", step);
    }

    private void nominate(Step step, Kind kind) {
        claim(kind.flag() == Flag.NONE, "S6 a leaving or banned host is not chosen", step);
        claim(kind.mood() != Mood.BROKEN, "S10 a broken member is never started", step);
        claim(kind.role() == Role.ADDED && kind.hasSession(), "an added learner of a living agent is nominated", step);
        claim(count(other -> other.role() == Role.BEHIND || other.role() == Role.STEP) == 0,
                "one joins at a time", step);
    }

    private void promote(Step step, Kind kind) {
        claim(kind.role() == Role.STEP && kind.answers(), "S5 no promotion before the index is reached", step);
        claim(kind.flag() == Flag.NONE, "S6 a leaving or banned host is not chosen", step);
        claim(kind.mood() == Mood.HEALTHY, "a learner whose agent is gone does not become an orphan", step);
        boolean replacesLive = orphans > 0 || count(other -> other.isVoter() && other.leaves() && other.answers()) > 0;
        claim(voters < target || voters == target && replacesLive,
                "S8 a learner is promoted only if voters < target, or = target while it replaces a live one", step);
        claim(live + 1 >= quorum(voters + 1), "S4 no step makes the margin negative", step);
    }

    private void drop(DropLearner drop, Kind kind) {
        claim(kind.isLearner(), "a learner is dropped", drop);
        claim(!scope.young() || kind.role() == Role.ADDED || kind.flag() != Flag.NONE || kind.mood() == Mood.BROKEN
                || staged > Math.max(0, state.wanted - staying), "a learner is given its time", drop);
        claim(kind.flag() != Flag.NONE || kind.mood() != Mood.HEALTHY
                || staged > Math.max(0, state.wanted + orphans - staying), "a learner that is wanted stays", drop);
        claim(!drop.failed() || kind.mood() != Mood.BROKEN && kind.mood() != Mood.HEALTHY && kind.role() != Role.ADDED,
                "only a host that failed is banned", drop);
    }

    private void move(Step step, int to) {
        Kind kind = state.at(to);
        Kind from = state.at(state.raft);
        claim(to != state.raft && kind.isVoter() && kind.answers() && !kind.leaves(), "it moves to one that stays",
                step);
        boolean healthyThere = false;
        for (int i = 0; i < state.hosts.length; i++) {
            Kind other = state.at(i);
            healthyThere |= i != state.raft && other.isVoter() && other.mood() == Mood.HEALTHY && !other.leaves();
        }
        claim(kind.mood() == Mood.HEALTHY || !healthyThere, "it moves to a healthy one", step);
        claim(from.leaves() || staying > state.wanted, "raft's leader moves only if it is to go", step);
    }

    private void remove(Step step, int host) {
        Kind kind = state.at(host);
        claim(kind.isVoter(), "a voter is removed", step);
        claim(voters > 1, "the last voter is never removed", step);
        claim(host != state.raft, "raft's leader hands over first", step);
        claim(live - (kind.answers() ? 1 : 0) >= quorum(voters - 1), "S4 no step makes the margin negative", step);
        claim(host != state.ours || state.lastResort || !othersCanLead(), "its own host is left to others", step);
        if (kind.mood() == Mood.BROKEN) {
            return;
        }
        claim(removable(other -> other.mood() == Mood.BROKEN) == 0, "a broken one goes first", step);
        if (kind.leaves()) {
            claim(staying > 0, "a leaver is removed only if one that stays is left", step);
            return;
        }
        if (!kind.answers()) {
            claim(!scope.young(), "the replacement delay is waited for", step);
            boolean safer = live - quorum(voters - lost) > live - quorum(voters);
            boolean saferLater = leavers > 0
                    && staying - quorum(voters - leavers - lost) > staying - quorum(voters - leavers);
            claim(voters > state.wanted || (addsBesideTheDead() ? ready() > 0 : spares + staged > 0) || safer || saferLater,
                    "the wanted size is kept: a dead one goes if it is too many, can be replaced, or weakens", step);
            return;
        }
        claim(staying > state.wanted, "S8 a live one is removed only if the live that stay > wanted", step);
        claim(lost == 0, "a dead one goes before a live one", step);
        claim(removable(Kind::leaves) == 0, "a leaver goes before one that stays", step);
        claim(scope.young() || kind.mood() == Mood.ORPHAN || removable(other -> other.mood() == Mood.ORPHAN) == 0,
                "an orphan goes before a healthy one", step);
    }

    /** A modern etcd counts the new one as a voter that is down. */
    private boolean addsBesideTheDead() {
        return modern && (voters == 1 || live >= quorum(voters + 1));
    }

    private int ready() {
        return count(kind -> kind.role() == Role.STEP && kind.mood() == Mood.HEALTHY && kind.flag() == Flag.NONE);
    }

    /** How many such voters could be removed at once, without any hand-over. */
    private int removable(Predicate<Kind> claim) {
        int count = 0;
        for (int i = 0; i < state.hosts.length; i++) {
            Kind kind = state.at(i);
            boolean enough = live - (kind.answers() ? 1 : 0) >= quorum(voters - 1);
            count += kind.isVoter() && claim.test(kind) && enough && i != state.raft && i != state.ours ? 1 : 0;
        }
        return count;
    }

    private void resign(Step step) {
        Kind own = state.at(state.ours);
        claim(!state.lastResort && othersCanLead(), "another can lead", step);
        claim(own.leaves() || own.mood() != Mood.HEALTHY || staying > state.wanted, "its own host is to go", step);
    }

    private boolean othersCanLead() {
        for (int i = 0; i < state.hosts.length; i++) {
            Kind kind = state.at(i);
            if (i != state.ours && kind.isVoter() && kind.mood() == Mood.HEALTHY && !kind.leaves()) {
                return true;
            }
        }
        return false;
    }

    /** Holds where nothing is done and nothing is to be waited for: the cluster is as it should be. */
    void checkEnd(Step step) {
        claim(step instanceof Hold, "it comes to rest", step);
        // What is wrong for a moment only is waited for.
        if (scope.young() || live < quorum(voters) || leavers == voters) {
            return;
        }
        claim(count(kind -> kind.isVoter() && kind.mood() == Mood.BROKEN) == 0, "no broken voter is left", step);
        claim(count(kind -> kind.isLearner() && kind.flag() != Flag.NONE) == 0, "no unwanted learner is left", step);
        claim(staying <= state.wanted, "no more voters stay than are wanted", step);
        // What leaves cannot always be let go: without it too few might answer. Then nothing else is promised.
        boolean stuck = leavers > 0;
        claim(!stuck || staying == 0 || live - 1 < quorum(voters - 1), "no leaver is left that could go", step);
        claim(stuck || staying >= target, "the target is reached", step);
        claim(stuck || spares + staged == 0 || staying == state.wanted, "no spare is left over while one is missing",
                step);
        claim(stuck || spares + staged == 0 || orphans == 0, "no orphan is left while there is a spare", step);
        claim(lost == 0 || voters <= state.wanted && spares + staged == 0
                && live - quorum(voters - lost) <= live - quorum(voters) || stuck, "no dead one is left needlessly",
                step);
    }
}
