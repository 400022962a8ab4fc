// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.core.membership.Step.Hold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The order behind {@link Step#next}: what frees a place comes before what takes one. */
final class StepRules {

    private final Survey survey;
    private final List<String> notes = new ArrayList<>();
    private final Removal removal;
    private final Joining joining;

    StepRules(Survey survey) {
        this.survey = survey;
        removal = new Removal(survey, notes);
        joining = new Joining(survey, notes);
    }

    Step next() {
        if (!survey.hasQuorum()) {
            return new Hold("only " + survey.live + " of " + survey.voters.size()
                    + " voters answer: nothing can be changed without a quorum of "
                    + Survey.quorum(survey.voters.size()));
        }
        if (survey.view.raft().leaderId().isEmpty()) {
            return new Hold("raft has no leader at the moment");
        }
        Optional<Step> pending = new OpenCall(survey, joining, removal).next();
        if (pending.isPresent()) {
            return pending.get();
        }
        List<String> gone = Outage.gone(survey.view.hosts(), survey.delays.replacement());
        if (!gone.isEmpty()) {
            return new Hold(gone.size() + " agents went within " + survey.delays.replacement().toSeconds()
                    + " s, half or more of all: an outage, and no reason to change anything. Waits until one of them is"
                    + " back, or mgmt forget names them: " + named(gone));
        }
        if (removal.everyoneLeaves()) {
            return new Hold("every voter leaves: each stops with its member and its data kept");
        }
        List<Supplier<Optional<Step>>> rules = List.of(joining::drop, removal::broken, removal::leaver, removal::dead,
                joining::addEarly, joining::promote, removal::live, joining::add, joining::nominate, removal::ownLead);
        for (Supplier<Optional<Step>> rule : rules) {
            Optional<Step> step = rule.get();
            if (step.isPresent()) {
                return step.get();
            }
        }
        for (Seat seat : survey.voters) {
            if (survey.isSilentByHand(seat)) {
                notes.add("the voter " + seat.name() + " (" + seat.id() + ") does not answer, and no agent here looks"
                        + " after it. Clear it with: mgmt etcdctl member remove " + seat.id());
            }
        }
        return new Hold(notes.isEmpty() ? survey.count() + ", " + Step.AS_WANTED : String.join("; ", new LinkedHashSet<>(notes)));
    }

    private static String named(List<String> names) {
        int most = 5;
        return names.size() <= most ? String.join(", ", names)
                : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
    }
}
