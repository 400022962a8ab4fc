// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.agent.Table;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.Sizing;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code mgmt policies}: which are installed here, which one decides, and what each of them says. */
final class PoliciesCommand implements Command {

    private final Inquiry inquiry;

    PoliciesCommand(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    /**
     * What one of them says.
     *
     * @param part decides, shadow, passed over, or in reserve
     * @param answer in a few words; empty if there is none
     * @param reason why that, or why there is none
     */
    private record Said(String kind, Installed.Label policy, String part, String answer, String reason) {
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        return ClusterJson.print(look(), Arguments.of(words).isJson(), out, err);
    }

    @Override
    public Optional<Answer> answer(List<String> words) throws InterruptedException {
        return Arguments.of(words).isJson() ? Optional.empty() : Optional.of(look());
    }

    private Answer look() throws InterruptedException {
        Seen seen = inquiry.look();
        String problem = seen instanceof Seen.Now ? "" : inquiry.refusal(seen);
        Optional<Outlook> outlook = Inquiry.outlook(seen);
        if (outlook.isEmpty()) {
            return Answer.failed(Agent.FAILED, problem);
        }
        Outlook here = outlook.get();
        List<Said> all = new ArrayList<>();
        all.addAll(said(here, here.advisers().sizing(), here.advice().sizing(),
                sizing -> Phrases.voters(sizing.voters()), Sizing::reason));
        all.addAll(said(here, here.advisers().placement(), here.advice().placement(), Phrases::order,
                (Placement order) -> ""));
        return new Answer(problem.isEmpty() ? Agent.DONE : Agent.FAILED, text(all) + ClusterText.otherPolicies(here),
                problem, all.stream().map(PoliciesCommand::json).toList());
    }

    private static <P, A> List<Said> said(Outlook outlook, Policies<P, A> policies, Verdict<A> verdict,
            Function<A, String> answer, Function<A, String> reason) {
        List<Said> said = new ArrayList<>();
        for (Opinion<A> one : policies.all(outlook.view()).join()) {
            boolean decides = verdict.decides().filter(opinion -> opinion.of().equals(one.of())).isPresent();
            String part = decides ? "decides" : one.of().shadow() ? "shadow"
                    : one.answer().isEmpty() ? "passed over" : "in reserve";
            said.add(new Said(policies.kind(), one.of(), part, one.answer().map(answer).orElse(""),
                    one.answer().map(reason).orElse(one.problem())));
        }
        return said;
    }

    private static String text(List<Said> all) {
        Table table = new Table("KIND", "POLICY", "VERSION", "RANKING", "PART", "SAYS", "REASON");
        for (Said one : all) {
            table.row(one.kind(), one.policy().name(), one.policy().version(),
                    Integer.toString(one.policy().ranking()), one.part(), one.answer(), one.reason());
        }
        return table.text();
    }

    private static Map<String, Object> json(Said one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", one.kind());
        json.put("policy", one.policy().name());
        json.put("version", one.policy().version());
        json.put("ranking", one.policy().ranking());
        json.put("service", one.policy().service());
        json.put("part", one.part());
        json.put("says", one.answer());
        json.put("reason", one.reason());
        return json;
    }
}
