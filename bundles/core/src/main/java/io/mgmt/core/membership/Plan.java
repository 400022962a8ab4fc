// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.core.membership.Step.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The steps from a view to a number of voters, as they will be taken if nothing fails meanwhile: they are
 * found by the very function that decides them.
 *
 * @param steps in their order; no {@link Hold} among them
 * @param end why nothing is left to be done then
 */
public record Plan(List<Planned> steps, String end) {

    /** More than any cluster needs; a policy that never is content must not plan for ever. */
    private static final int MOST_STEPS = 500;

    /** A step, and what the cluster can bear before and after it. */
    public record Planned(Step step, Strength before, Strength after) {
        public Planned {
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }

    public Plan {
        steps = List.copyOf(steps);
        Objects.requireNonNull(end, "end");
    }

    /**
     * Plans.
     *
     * @param voters how many there are to be, 1 or more
     */
    public static Plan of(ClusterView view, int voters, PlacementPolicy placement, Delays delays) {
        List<Planned> steps = new ArrayList<>();
        ClusterView now = view;
        String end = "the plan has no end within " + MOST_STEPS + " steps";
        while (steps.size() < MOST_STEPS) {
            Step step = Step.next(now, voters, placement.rank(now), delays);
            ClusterView then = step instanceof Hold ? Projection.settled(now) : Projection.after(now, step);
            if (!(step instanceof Hold)) {
                steps.add(new Planned(step, Strength.of(now), Strength.of(then)));
            } else if (then.equals(now)) {
                end = step.reason();
                break;
            }
            now = then;
        }
        return new Plan(steps, end);
    }

    /** The first of the steps after which the fewest failures are tolerated; empty if there is no step. */
    public Optional<Planned> worst() {
        Planned worst = null;
        for (Planned planned : steps) {
            if (worst == null || planned.after().tolerance() < worst.after().tolerance()) {
                worst = planned;
            }
        }
        return Optional.ofNullable(worst);
    }
}
