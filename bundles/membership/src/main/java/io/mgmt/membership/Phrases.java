// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.membership.Strength;
import io.mgmt.core.membership.Step;

/** How commands say what is decided and what a cluster can bear. */
final class Phrases {

    private Phrases() {
    }

    static String step(Step step) {
        return step(step.getClass().getSimpleName(), Decree.host(step));
    }

    /** @param kind the name of the step, as {@code decisions/} holds it */
    static String step(String kind, String host) {
        return switch (kind) {
            case "AddLearner" -> "add " + host + " as a learner";
            case "Nominate" -> "nominate " + host;
            case "Promote" -> "give " + host + " a vote";
            case "DropLearner" -> "drop the learner " + host;
            case "MoveLeader" -> "make " + host + " raft's leader";
            case "Remove" -> "remove " + host;
            case "Resign" -> "pass on the lead";
            case "Hold" -> "hold";
            default -> kind + " " + host;
        };
    }

    static String voters(int count) {
        return count + (count == 1 ? " voter" : " voters");
    }

    /** Such as {@code 3 voters, quorum 2, tolerates 1}. */
    static String strength(Strength strength) {
        return voters(strength.voters())
                + (strength.live() < strength.voters() ? " (" + strength.live() + " of them " + answer(strength.live())
                        + ")" : "")
                + ", quorum " + strength.quorum() + ", tolerates " + failures(strength);
    }

    /** How many further failures; a cluster without a quorum tolerates nothing. */
    static String failures(Strength strength) {
        int tolerance = strength.tolerance();
        return tolerance < 0 ? "nothing: " + -tolerance + " too few" : tolerance == 0 ? "no failure"
                : tolerance + (tolerance == 1 ? " failure" : " failures");
    }

    static String answer(int count) {
        return count == 1 ? "answers" : "answer";
    }
}
