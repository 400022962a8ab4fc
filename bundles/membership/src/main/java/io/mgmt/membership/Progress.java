// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.membership.Plan;
import io.mgmt.core.membership.Strength;
import io.mgmt.membership.Feed.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows the cluster on its way to a size, and tells each step. */
final class Progress {

    private static final Duration QUIET = Duration.ofSeconds(1);
    /** So many quiet looks at which nothing is to be done are an end; one may come between two steps. */
    private static final int IDLE_LOOKS = 3;
    /** So many quiet looks after which what is waited for is told again. */
    private static final int LOOKS_TO_REMIND = 10;

    private final Inquiry inquiry;
    private final Feed feed;
    private final Consumer<String> out;
    private final List<Decision> decisions = new ArrayList<>();
    private int idle;
    private int quiet;

    /**
     * How it ended.
     *
     * @param reached as many voters as are wanted, all of them answering
     * @param strength of the last look
     * @param waitsFor empty if it is reached
     */
    record Outcome(List<Decision> decisions, Strength strength, int wanted, boolean reached, String waitsFor) {
        Outcome {
            decisions = List.copyOf(decisions);
        }
    }

    /** @param out takes lines for a person */
    Progress(Inquiry inquiry, Feed feed, Consumer<String> out) {
        this.inquiry = inquiry;
        this.feed = feed;
        this.out = out;
    }

    /** How it stands, without waiting. */
    static Outcome present(Outlook outlook) {
        return outcome(List.of(), outlook, outlook.plan());
    }

    /** True if nothing is left to be done, or to be waited for with a good end in sight. */
    static boolean isOver(Outlook outlook) {
        return isReached(outlook) || outlook.plan().steps().isEmpty() && !outlook.isUnderWay();
    }

    private static boolean isReached(Outlook outlook) {
        Strength strength = outlook.strength();
        return strength.voters() == outlook.wanted() && strength.live() == strength.voters()
                && !outlook.isUnderWay();
    }

    private static Outcome outcome(List<Decision> decisions, Outlook outlook, Plan plan) {
        boolean reached = isReached(outlook);
        return new Outcome(decisions, outlook.strength(), outlook.wanted(), reached, reached ? ""
                : plan.steps().isEmpty() ? plan.end() : outlook.next().reason());
    }

    /** Returns when the size is reached, or nothing more is to be done at present. */
    Outcome follow(int size) throws InterruptedException {
        while (true) {
            Optional<Decision> decision = feed.next(QUIET);
            if (decision.isPresent()) {
                tell(decision.get());
            }
            if (decision.isEmpty() || decision.get().isHold()) {
                Optional<Outcome> outcome = look(size);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
        }
    }

    private void tell(Decision decision) {
        decisions.add(decision);
        quiet = 0;
        idle = 0;
        out.accept(decision.by() + ": " + Phrases.step(decision.step(), decision.host()) + " ("
                + decision.reason() + ")");
    }

    private Optional<Outcome> look(int size) throws InterruptedException {
        Seen seen = inquiry.look();
        quiet++;
        if (!(seen instanceof Seen.Now now)) {
            remind(inquiry.refusal(seen));
            return Optional.empty();
        }
        Outlook outlook = now.outlook();
        Optional<String> written = outlook.view().wanted().written();
        if (written.filter(Integer.toString(size)::equals).isEmpty()) {
            return Optional.of(new Outcome(decisions, outlook.strength(), outlook.wanted(), false,
                    "somebody has set idealClusterSize to \"" + written.orElse("") + "\" meanwhile"));
        }
        if (isReached(outlook)) {
            return Optional.of(outcome(decisions, outlook, outlook.plan()));
        }
        idle = isOver(outlook) ? idle + 1 : 0;
        if (idle >= IDLE_LOOKS) {
            return Optional.of(outcome(decisions, outlook, outlook.plan()));
        }
        remind("waits: " + outlook.next().reason());
        return Optional.empty();
    }

    private void remind(String text) {
        if (quiet % LOOKS_TO_REMIND == 0) {
            out.accept(text);
        }
    }
}
