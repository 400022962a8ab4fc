// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Answer;
import io.mgmt.agent.Command;
import io.mgmt.core.membership.Why;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code mgmt why [HOST]}: why a host is, or is not, a member; without a host, for all. */
final class WhyCommand implements Command {

    private final Inquiry inquiry;

    WhyCommand(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        Arguments arguments = Arguments.of(words);
        return ClusterJson.print(look(arguments), arguments.isJson(), out, err);
    }

    @Override
    public Optional<Answer> answer(List<String> words) throws InterruptedException {
        Arguments arguments = Arguments.of(words);
        return arguments.isJson() ? Optional.empty() : Optional.of(look(arguments));
    }

    private Answer look(Arguments arguments) throws InterruptedException {
        Seen seen = inquiry.look();
        String problem = seen instanceof Seen.Now ? "" : inquiry.refusal(seen);
        Optional<Outlook> outlook = Inquiry.outlook(seen);
        if (outlook.isEmpty()) {
            return Answer.failed(Agent.FAILED, problem);
        }
        List<Why> all = outlook.get().why();
        List<Why> asked = all.stream().filter(why -> arguments.words().isEmpty()
                || arguments.words().contains(why.host())).toList();
        for (String host : arguments.words()) {
            if (all.stream().noneMatch(why -> why.host().equals(host))) {
                return Answer.failed(Agent.WRONG_INPUT,
                        Phrases.unknownHost(host, all.stream().map(Why::host).toList()));
            }
        }
        String text = asked.stream().map(why -> why.host() + " " + part(why.part()) + ": " + why.reason() + ".\n")
                .collect(Collectors.joining()) + ClusterText.seeks(outlook.get()) + ClusterText.doubt(outlook.get());
        return new Answer(problem.isEmpty() ? Agent.DONE : Agent.FAILED, text, problem,
                ClusterJson.why(outlook.get(), asked));
    }

    private static String part(Why.Part part) {
        return switch (part) {
            case VOTER -> "is a voter";
            case LEARNER -> "is a learner";
            case SPARE -> "is a spare";
            case BARRED -> "is no member and cannot be chosen";
        };
    }
}
