// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.agent.Table;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code mgmt members}: who is a member of the cluster, who could be, and what is wrong. With
 * {@code --brief} it fits into {@code mgmt status}.
 */
final class MembersCommand implements Command {

    private final Inquiry inquiry;

    MembersCommand(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        Arguments arguments = Arguments.of(words);
        Seen seen = inquiry.look();
        Optional<Outlook> outlook = Inquiry.outlook(seen);
        Optional<String> silence = Inquiry.silence(seen);
        int exit = silence.isEmpty() ? Agent.DONE : Agent.FAILED;
        if (arguments.isJson()) {
            out.println(ClusterJson.text(outlook.isPresent() ? ClusterJson.cluster(outlook.get(), silence)
                    : Json.object("answers", false, "problems", List.of(inquiry.refusal(seen).substring(2)),
                            "hosts", List.of())));
            return exit;
        }
        return answer(seen, arguments).print(out, err);
    }

    @Override
    public Optional<Answer> answer(List<String> words) throws InterruptedException {
        Arguments arguments = Arguments.of(words);
        return arguments.isJson() ? Optional.empty() : Optional.of(answer(inquiry.look(), arguments));
    }

    private Answer answer(Seen seen, Arguments arguments) throws InterruptedException {
        Optional<Outlook> outlook = Inquiry.outlook(seen);
        if (outlook.isEmpty()) {
            return Answer.failed(Agent.FAILED, inquiry.refusal(seen));
        }
        Optional<String> silence = Inquiry.silence(seen);
        String age = silence.isEmpty() ? "" : "As it was " + Table.span(Duration.ofMillis(Math.max(0,
                inquiry.epochMillis().getAsLong() - outlook.get().view().moment().timeMillis())))
                + " ago; only who answers was tried now:\n";
        return new Answer(silence.isEmpty() ? Agent.DONE : Agent.FAILED, ClusterText.summary(outlook.get())
                + ClusterText.problems(outlook.get(), silence) + age
                + ClusterText.table(outlook.get(), arguments.flags().contains("--brief")), "",
                ClusterJson.hosts(outlook.get()));
    }
}
