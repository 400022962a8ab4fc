// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.core.membership.Small.Kind;
import io.mgmt.core.membership.Small.Kind.Flag;
import io.mgmt.core.membership.Small.Kind.Mood;
import io.mgmt.core.membership.Small.Kind.Role;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.MoveLeader;
import io.mgmt.core.membership.Step.Nominate;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;
import io.mgmt.core.membership.Step.Resign;

/** What a step does to a small cluster whose etcd and whose hosts do as they are told. */
final class SmallWorld {

    private SmallWorld() {
    }

    static Small after(Small state, Step step) {
        if (step instanceof AddLearner add) {
            return become(state, add.host(), Role.ADDED);
        }
        if (step instanceof Nominate nominate) {
            return become(state, nominate.host(), Role.BEHIND);
        }
        if (step instanceof Promote promote) {
            return become(state, promote.host(), Role.VOTER);
        }
        if (step instanceof DropLearner drop) {
            return removed(state, Small.host(drop.host()), drop.failed());
        }
        if (step instanceof MoveLeader move) {
            return state.raftLed(Small.host(move.host()));
        }
        if (step instanceof Remove remove) {
            int host = Small.host(remove.host());
            Small after = removed(state, host, false);
            return host == state.ours && !state.lastResort || !after.at(state.ours).hasSession()
                    ? nextLead(after, state.ours) : after;
        }
        return step instanceof Resign ? nextLead(state, state.ours) : state;
    }

    private static Small become(Small state, String name, Role role) {
        int host = Small.host(name);
        Kind kind = state.at(host);
        return state.with(host, Small.kind(role, kind.mood(), kind.flag()));
    }

    private static Small removed(Small state, int host, boolean banned) {
        Kind kind = state.at(host);
        return state.with(host, kind.hasSession()
                ? Small.kind(Role.VOLUNTEER, Mood.HEALTHY, banned ? Flag.BANNED : kind.flag())
                : Small.kind(Role.GONE, Mood.HEALTHY, Flag.NONE));
    }

    /** A healthy voter that stays; if there is none the old leader leads again. */
    private static Small nextLead(Small state, int but) {
        for (int i = 0; i < state.hosts.length; i++) {
            Kind kind = state.at(i);
            if (i != but && kind.isVoter() && kind.mood() == Mood.HEALTHY && !kind.leaves()) {
                return state.led(i, false);
            }
        }
        return state.led(but, true);
    }

    /** Time passes: a healthy learner gets in step. The same state if there is nothing to wait for. */
    static Small later(Small state) {
        for (int i = 0; i < state.hosts.length; i++) {
            Kind kind = state.at(i);
            if (kind.role() == Role.BEHIND && kind.mood() == Mood.HEALTHY && kind.flag() == Flag.NONE) {
                return state.with(i, Small.kind(Role.STEP, Mood.HEALTHY, Flag.NONE));
            }
        }
        return state;
    }
}
