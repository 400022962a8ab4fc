// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ClusterView.Call;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.Hold;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;
import java.time.Duration;
import java.util.Optional;

/**
 * A membership call whose effect does not stand yet, perhaps an earlier leader's. It is brought to its
 * end before anything else: made again while it is still right, otherwise waited for until it cannot
 * take effect any more.
 */
public final class OpenCall {

    /** From the record of a call to the time when none of its tries can take effect any more. */
    static final Duration LIMBO = Duration.ofSeconds(20);

    /** etcd gives up a request after 7 s (5 s and two election time-outs). */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(8);

    /** Not made again later than that. */
    private static final Duration LAST_TRY = LIMBO.minus(LONGEST_TRY);

    private final Survey survey;
    private final Joining joining;
    private final Removal removal;

    OpenCall(Survey survey, Joining joining, Removal removal) {
        this.survey = survey;
        this.joining = joining;
        this.removal = removal;
    }

    /** True if the call of the view has taken effect, or cannot any more: its record may go. */
    public static boolean isOver(ClusterView view) {
        return view.call().filter(call -> stands(new Seats(view), call) || isOver(call)).isPresent();
    }

    /** True if the record of a call may have been deleted that can still take effect. */
    public static boolean isUnknown(ClusterView view) {
        return view.call().filter(call -> call.kind() == Call.Kind.UNKNOWN && !isOver(call)).isPresent();
    }

    private static boolean isOver(Call call) {
        return call.since().compareTo(call.kind() == Call.Kind.UNKNOWN ? LONGEST_TRY : LIMBO) >= 0;
    }

    /** Empty if there is none, or if it need not be waited for. */
    Optional<Step> next() {
        Optional<Call> call = survey.view.call();
        if (call.isEmpty() || stands(survey.seats, call.get())) {
            return Optional.empty();
        }
        if (isOver(call.get())) {
            // etcd has refused it all the time: what is right by now may be something else.
            return Optional.empty();
        }
        if (call.get().kind() == Call.Kind.UNKNOWN) {
            return Optional.of(new Hold("records were deleted, and perhaps that of a membership call, which may still"
                    + " take effect within " + LONGEST_TRY.toSeconds() + " s"));
        }
        Optional<Step> again = again(call.get(), words(call.get()) + " has not taken effect yet; it is made again");
        if (again.isPresent() && call.get().since().compareTo(LAST_TRY) < 0) {
            return again;
        }
        return Optional.of(new Hold(words(call.get()) + (again.isPresent() ? " was tried in vain,"
                : " is not wanted any more,") + " but may still take effect within " + LIMBO.toSeconds() + " s"));
    }

    private static String words(Call call) {
        return switch (call.kind()) {
            case ADD_LEARNER -> "adding " + call.host();
            case PROMOTE -> "promoting " + call.host();
            case DROP_LEARNER -> "dropping " + call.host();
            case REMOVE -> "removing " + call.host();
            case UNKNOWN -> "a call";
        };
    }

    /** True if the member list shows the effect of the call. */
    private static boolean stands(Seats seats, Call call) {
        Optional<Seat> seat = seat(seats, call);
        return switch (call.kind()) {
            case ADD_LEARNER -> seat.isPresent();
            case PROMOTE -> seat.isEmpty() || seat.get().isVoter();
            case DROP_LEARNER, REMOVE -> seat.isEmpty();
            case UNKNOWN -> false;
        };
    }

    /** Adding is known by the host, all else by the member's id. */
    private static Optional<Seat> seat(Seats seats, Call call) {
        return seats.all().stream().filter(seat -> call.kind() == Call.Kind.ADD_LEARNER
                ? seat.name().equals(call.host()) : seat.id().equals(call.memberId())).findFirst();
    }

    private Optional<Step> again(Call call, String reason) {
        if (call.kind() == Call.Kind.ADD_LEARNER) {
            boolean wanted = survey.staged.size() < survey.learnersCalledFor();
            return wanted && survey.spares.stream().map(ViewedHost::name).anyMatch(call.host()::equals)
                    ? Optional.of(new AddLearner(call.host(), reason)) : Optional.empty();
        }
        Seat seat = seat(survey.seats, call).orElseThrow();
        return switch (call.kind()) {
            case PROMOTE -> survey.isReady(seat) && joining.hasRoom()
                    ? Optional.of(new Promote(seat.name(), seat.id(), reason)) : Optional.empty();
            case DROP_LEARNER -> seat.isVoter() ? Optional.empty()
                    : Optional.of(new DropLearner(seat.name(), seat.id(), false, reason));
            default -> mayStillGo(seat) ? Optional.of(new Remove(seat.name(), seat.id(), reason)) : Optional.empty();
        };
    }

    private boolean mayStillGo(Seat seat) {
        return seat.isVoter() && survey.canSpare(seat) && !survey.isRaftLeader(seat) && removal.isStillRight(seat);
    }
}
