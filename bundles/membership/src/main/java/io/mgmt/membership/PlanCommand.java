// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.core.membership.Plan;
import java.io.PrintStream;
import java.util.List;

/** {@code mgmt plan --size N}: the steps from here to a size, and what the cluster bears on the way. */
final class PlanCommand implements Command {

    private final Inquiry inquiry;
    private final int mostVoters;

    PlanCommand(Inquiry inquiry, int mostVoters) {
        this.inquiry = inquiry;
        this.mostVoters = mostVoters;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            Arguments arguments = Arguments.of(words);
            int size = arguments.size(mostVoters);
            Seen seen = inquiry.look();
            if (!(seen instanceof Seen.Now now)) {
                err.println(inquiry.refusal(seen));
                return Agent.FAILED;
            }
            Outlook wanted = now.outlook().wanting(size);
            Plan plan = wanted.plan();
            if (arguments.isJson()) {
                out.println(ClusterJson.text(ClusterJson.plan(wanted, plan)));
            } else {
                out.print(ClusterText.warnings(wanted));
                out.print(ClusterText.plan(wanted, plan));
                out.print(ClusterText.doubt(wanted));
            }
            return Agent.DONE;
        } catch (WrongInputException e) {
            err.println(e.getMessage());
            return Agent.WRONG_INPUT;
        }
    }
}
