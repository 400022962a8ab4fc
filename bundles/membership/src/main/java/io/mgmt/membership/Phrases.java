// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.Placement;
import io.mgmt.core.membership.Strength;
import io.mgmt.core.membership.Step;
import java.util.List;
import java.util.TreeSet;

/** How commands say what is decided and what a cluster can bear. */
final class Phrases {

    /** Of the known hosts, so many are named to somebody who named another. */
    private static final int MOST_NAMED = 20;
    /** Of an order. */
    private static final int MOST_FIRST = 3;

    private Phrases() {
    }

    /** To somebody who named a host that there is none of. */
    static String unknownHost(String name, List<String> known) {
        TreeSet<String> names = new TreeSet<>(known);
        List<String> named = names.stream().limit(MOST_NAMED).toList();
        return "The cluster knows no host \"" + name + "\". Known: " + String.join(", ", named)
                + (names.size() > named.size() ? " and " + (names.size() - named.size()) + " more" : "") + ".";
    }

    static String step(Step step) {
        return step(step.getClass().getSimpleName(), step.host());
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

    /** Who is first in an order of hosts, in a few words. */
    static String order(Placement order) {
        return "first to come: " + first(order.comes()) + "; first to go: " + first(order.goes());
    }

    private static String first(List<String> names) {
        return names.isEmpty() ? "by name" : String.join(", ", names.subList(0, Math.min(MOST_FIRST, names.size())))
                + (names.size() > MOST_FIRST ? ", …" : "");
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
