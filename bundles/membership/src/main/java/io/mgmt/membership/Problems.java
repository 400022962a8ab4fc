// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.Health;
import io.mgmt.core.membership.Roster;
import io.mgmt.core.membership.Roster.Role;
import io.mgmt.core.membership.Step;
import io.mgmt.core.membership.Strength;
import io.mgmt.core.membership.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with a cluster, in sentences; the most important first. */
final class Problems {

    private Problems() {
    }

    /** @param silence why the store does not answer; empty if it does */
    static List<String> of(Outlook outlook, Optional<String> silence) {
        List<String> problems = new ArrayList<>();
        Strength strength = outlook.strength();
        List<Roster> roster = outlook.roster();
        if (silence.isPresent() || strength.tolerance() < 0) {
            problems.add(silence(outlook, silence.orElse("too few voters answer")));
        } else {
            tolerance(outlook, strength).ifPresent(problems::add);
            leads(outlook, strength).ifPresent(problems::add);
        }
        if (!outlook.sizeNote().isEmpty() && !outlook.isForeign()) {
            problems.add(outlook.sizeNote());
        }
        if (silence.isEmpty() && !outlook.isForeign()) {
            Advice advice = outlook.advice();
            policies(advice.sizing(), "sizing", "no size is sought").forEach(problems::add);
            policies(advice.placement(), "placement", "hosts come and go by name").forEach(problems::add);
        }
        List<Why> why = silence.isEmpty() ? outlook.why() : List.of();
        for (Roster one : roster) {
            boolean ails = one.broken() || one.health().filter(health -> health != Health.HEALTHY).isPresent()
                    && one.role() == Role.VOTER;
            boolean isStray = one.role() == Role.LEARNER && one.host().isEmpty();
            if (ails || isStray) {
                why.stream().filter(each -> each.host().equals(one.name())).findFirst().ifPresent(each ->
                        problems.add(one.name() + (one.broken() ? " is broken: "
                                : isStray ? " is a learner (" + one.member().get().id() + "): "
                                : " is " + Words.of(one.health().get()) + ": ") + each.reason() + "."));
            }
        }
        if (silence.isEmpty() && !outlook.leader().isEmpty() && strength.voters() != outlook.wanted()
                && outlook.next() instanceof Step.Hold hold) {
            problems.add("The size " + outlook.wanted() + " is not reached: " + hold.reason() + ".");
        }
        return problems;
    }

    private static <A> List<String> policies(Verdict<A> verdict, String kind, String otherwise) {
        String then = verdict.decides().isEmpty() ? otherwise : verdict.by() + " decides";
        List<String> problems = new ArrayList<>();
        verdict.passedOver().forEach(one -> problems.add("The " + kind + " policy " + one.name() + " is passed over: "
                + one.problem() + "; " + then + "."));
        if (verdict.decides().isEmpty() && problems.isEmpty()) {
            problems.add("No " + kind + " policy is installed: " + otherwise + ".");
        }
        return problems;
    }

    private static String silence(Outlook outlook, String reason) {
        Strength strength = outlook.strength();
        String missing = missing(outlook);
        String counted = "Of " + Phrases.voters(strength.voters()) + " " + strength.live() + " "
                + Phrases.answer(strength.live()) + ", and " + strength.quorum() + " must";
        return strength.tolerance() < 0
                ? "NO QUORUM: nothing can be written. " + counted + "; missing: " + missing
                        + ". Start mgmt run there again. If they are lost for good, mgmt run --new-cluster starts anew,"
                        + " without the data of the cluster. Graphs go on; resizing, exports and collection wait."
                : "The store does not answer: " + reason + ". " + counted
                        + (missing.isEmpty() ? "" : "; missing: " + missing)
                        + ". Can they reach each other at their peer URLs?";
    }

    private static String missing(Outlook outlook) {
        return outlook.roster().stream().filter(one -> one.role() == Role.VOTER
                && !one.member().get().reading().answers()).map(one -> one.name() + " ("
                + String.join(",", one.member().get().clientUrls()) + ")").collect(Collectors.joining(", "));
    }

    /** A size that tolerates none anyway is what somebody asked for. */
    private static Optional<String> tolerance(Outlook outlook, Strength strength) {
        boolean couldMore = (outlook.wanted() - 1) / 2 > 0 || strength.live() < strength.voters();
        return strength.tolerance() > 0 || !couldMore ? Optional.empty()
                : Optional.of("NO FAILURE IS TOLERATED: " + strength.live() + " of "
                        + Phrases.voters(strength.voters()) + " " + Phrases.answer(strength.live())
                        + ", and the quorum is " + strength.quorum() + ". One more that fails stops the cluster.");
    }

    private static Optional<String> leads(Outlook outlook, Strength strength) {
        if (outlook.isForeign()) {
            return Optional.of("This etcd is managed by others: its members belong to no agent, nobody here changes"
                    + " them, and idealClusterSize means nothing.");
        }
        if (outlook.view().raft().leaderId().isEmpty()) {
            return Optional.of("Raft has no leader at the moment: nothing can be written.");
        }
        return outlook.leader().isEmpty() ? Optional.of("No host decides at the moment; one is elected within "
                + "30 s, if any is there that runs a voter or may run one.") : Optional.empty();
    }
}
