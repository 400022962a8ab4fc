// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Table;
import io.mgmt.cluster.Sizing;
import io.mgmt.core.membership.Plan;
import io.mgmt.core.membership.Roster;
import io.mgmt.core.membership.Strength;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the commands print for people. */
final class ClusterText {

    /** Of the hosts that are no members, this many are listed; JSON has them all. */
    private static final int MOST_LISTED = 50;

    private ClusterText() {
    }

    /** The problems, each behind an exclamation mark. */
    static String problems(Outlook outlook, Optional<String> silence) {
        return Problems.of(outlook, silence).stream().map(problem -> "! " + problem + "\n")
                .collect(Collectors.joining());
    }

    /** One line on what the cluster is, and who leads. */
    static String summary(Outlook outlook) {
        String raft = outlook.roster().stream().filter(Roster::leadsRaft).map(Roster::name).findFirst().orElse("");
        return Phrases.strength(outlook.strength()) + "; wanted " + outlook.wanted()
                + (outlook.leader().isEmpty() ? "" : "; " + outlook.leader() + " decides")
                + (raft.isEmpty() ? "" : "; " + raft + " leads raft") + "\n";
    }

    /** Who seeks how many voters, and why; a sentence. */
    static String seeks(Outlook outlook) {
        Verdict<Sizing> verdict = outlook.advice().sizing();
        return verdict.answer().map(sizing -> "The policy " + verdict.by() + " seeks "
                + Phrases.voters(sizing.voters()) + ": " + sizing.reason() + ".\n")
                .orElse("Nobody seeks a size: " + verdict.absence("sizing") + ".\n") + otherPolicies(outlook);
    }

    /** To somebody who asks a host that does not decide: there its own policies count. */
    static String otherPolicies(Outlook outlook) {
        return outlook.leader().isEmpty() || outlook.leader().equals(outlook.observer()) ? ""
                : "Asked by " + outlook.observer() + " with the policies that are installed there; "
                        + outlook.leader() + " decides by its own.\n";
    }

    /** @param brief only what fits beside other things */
    static String table(Outlook outlook, boolean brief) {
        Table table = brief ? new Table("HOST", "ROLE", "HEALTH", "FOR", "ETCD", "CLIENT URLS")
                : new Table("HOST", "ROLE", "HEALTH", "FOR", "LEADS", "MEMBER", "ETCD", "PEER URLS", "CLIENT URLS");
        int others = 0;
        for (Roster one : outlook.roster()) {
            others += one.member().isPresent() ? 0 : 1;
            String role = Words.of(one.role()) + (one.host().isEmpty() ? " (by hand)" : "");
            String span = outlook.fresh() || one.member().isPresent() ? Table.span(since(one)) : "";
            String urls = String.join(",", clientUrls(one));
            if (others > MOST_LISTED) {
                continue;
            }
            if (brief) {
                table.row(one.name(), role, health(outlook, one), span, version(one), urls);
            } else {
                table.row(one.name(), role, health(outlook, one), span, leads(outlook, one),
                        one.member().map(member -> member.id()).orElse(""), version(one),
                        String.join(",", peerUrls(one)), urls);
            }
        }
        return table.text() + (others > MOST_LISTED ? "and " + (others - MOST_LISTED)
                + " more that are no members; see --json\n" : "") + unsteady(outlook);
    }

    /** What a host that does not look all the time has to add. */
    private static String unsteady(Outlook outlook) {
        return outlook.steady() || !outlook.fresh() ? "" : outlook.observer() + " runs no voter and looks only when it"
                + " is asked: it counts from its first look how long something has been so."
                + (outlook.leader().isEmpty() ? "" : " " + outlook.leader() + " knows better.") + "\n";
    }

    /** The same, if what was said depends on durations. */
    static String doubt(Outlook outlook) {
        return outlook.dependsOnTime() ? unsteady(outlook) : "";
    }

    private static String leads(Outlook outlook, Roster one) {
        String decides = one.name().equals(outlook.leader()) ? "decides" : "";
        return one.leadsRaft() ? decides.isEmpty() ? "raft" : decides + ", raft" : decides;
    }

    /** Of a member; else whether the host is there. After the store fell silent only who answers is known. */
    static String health(Outlook outlook, Roster one) {
        if (!outlook.fresh()) {
            return one.member().map(member -> member.reading().answers() ? "answers" : "silent").orElse("");
        }
        return one.broken() ? "broken" : one.health().map(Words::of)
                .orElse(one.role() == Roster.Role.GONE ? "gone" : "present");
    }

    static Duration since(Roster one) {
        return one.member().map(member -> member.reading().since())
                .orElseGet(() -> one.host().orElseThrow().session().since());
    }

    /** What runs; of a host that is no member, what would run. */
    static String version(Roster one) {
        String running = one.member().map(member -> member.reading().version()).orElse("");
        return running.isEmpty() ? one.host().map(host -> host.offer().etcdVersion()).orElse("") : running;
    }

    static List<String> peerUrls(Roster one) {
        return one.member().map(member -> member.peerUrls())
                .orElseGet(() -> one.host().orElseThrow().offer().peerUrls());
    }

    /** An unstarted member has none of its own yet. */
    static List<String> clientUrls(Roster one) {
        List<String> own = one.member().map(member -> member.clientUrls()).orElse(List.of());
        return own.isEmpty() ? one.host().map(host -> host.offer().clientUrls()).orElse(List.of()) : own;
    }

    /** What there is to be said before the steps of a plan. */
    static String warnings(Outlook wanted) {
        int asked = wanted.view().wanted().voters();
        Verdict<Sizing> verdict = wanted.advice().sizing();
        String policy = verdict.answer().filter(answer -> answer.voters() != asked).map(answer ->
                "! The sizing policy " + verdict.by() + " does not follow: it asks for " + answer.voters() + " ("
                        + answer.reason() + ").\n").orElse("");
        return policy + (asked == 2 || asked == 4 ? "! " + Phrases.voters(asked) + " tolerate no more failures than "
                + (asked - 1) + ".\n" : "");
    }

    static String plan(Outlook outlook, Plan plan) {
        StringBuilder text = new StringBuilder("Now " + Phrases.strength(outlook.strength()) + ". Wanted: "
                + outlook.wanted() + ".\n");
        if (!plan.steps().isEmpty()) {
            Table table = new Table("", "STEP", "VOTERS", "QUORUM", "TOLERATES", "REASON");
            int number = 1;
            for (Plan.Planned planned : plan.steps()) {
                Strength before = planned.before();
                Strength after = planned.after();
                table.row(Integer.toString(number++), Phrases.step(planned.step()),
                        change(before.voters(), after.voters()), change(before.quorum(), after.quorum()),
                        change(before.tolerance(), after.tolerance()), planned.step().reason());
            }
            text.append(table.text());
        }
        Strength result = result(outlook, plan);
        boolean isReached = result.voters() == outlook.wanted();
        text.append(plan.steps().isEmpty() ? "Nothing is to be done now" : "Then " + Phrases.strength(result))
                .append(isReached && !plan.steps().isEmpty() ? "" : ": " + plan.end()).append(".\n");
        return text.toString();
    }

    private static String change(int before, int after) {
        return before == after ? Integer.toString(after) : before + " -> " + after;
    }

    /** What the cluster can bear after the last step. */
    static Strength result(Outlook outlook, Plan plan) {
        return plan.steps().isEmpty() ? outlook.strength() : plan.steps().get(plan.steps().size() - 1).after();
    }
}
