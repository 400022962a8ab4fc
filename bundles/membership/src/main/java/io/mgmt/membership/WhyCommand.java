// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.core.membership.Why;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code mgmt why [HOST]}: why a host is, or is not, a member; without a host, for all. */
final class WhyCommand implements Command {

    private final Inquiry inquiry;

    WhyCommand(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    @Override
    public int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        Arguments arguments = Arguments.of(words);
        Seen seen = inquiry.look();
        Optional<Outlook> outlook = Inquiry.outlook(seen);
        if (!(seen instanceof Seen.Now)) {
            err.println(inquiry.refusal(seen));
        }
        if (outlook.isEmpty()) {
            return Agent.FAILED;
        }
        List<Why> all = outlook.get().why();
        List<Why> asked = all.stream().filter(why -> arguments.words().isEmpty()
                || arguments.words().contains(why.host())).toList();
        for (String host : arguments.words()) {
            if (all.stream().noneMatch(why -> why.host().equals(host))) {
                err.println(Phrases.unknownHost(host, all.stream().map(Why::host).toList()));
                return Agent.WRONG_INPUT;
            }
        }
        if (arguments.isJson()) {
            out.println(ClusterJson.text(ClusterJson.why(outlook.get(), asked)));
        } else {
            asked.forEach(why -> out.println(why.host() + " " + part(why.part()) + ": " + why.reason() + "."));
            out.print(ClusterText.seeks(outlook.get()));
            out.print(ClusterText.doubt(outlook.get()));
        }
        return seen instanceof Seen.Now ? Agent.DONE : Agent.FAILED;
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
