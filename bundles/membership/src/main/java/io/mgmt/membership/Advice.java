// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.Placement;
import io.mgmt.cluster.Sizing;
import java.util.List;

/** What a decision is made with besides the view: the verdicts of the sizing and the placement policies. */
record Advice(Verdict<Sizing> sizing, Verdict<Placement> placement) {

    /** By name, as hosts come that a placement does not name. */
    private static final Placement BY_NAME = new Placement(List.of(), List.of());

    Placement order() {
        return placement.answer().orElse(BY_NAME);
    }
}
