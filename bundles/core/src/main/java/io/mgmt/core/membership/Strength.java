// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.ViewedMember;

/**
 * How much a cluster can bear.
 *
 * @param voters how many there are
 * @param live how many of them answer
 */
public record Strength(int voters, int live) {

    /** That of a view. */
    public static Strength of(ClusterView view) {
        int voters = 0;
        int live = 0;
        for (ViewedMember member : view.members()) {
            if (!member.learner()) {
                voters++;
                live += member.reading().answers() ? 1 : 0;
            }
        }
        return new Strength(voters, live);
    }

    /** How many voters must answer. */
    public int quorum() {
        return Survey.quorum(voters);
    }

    /** How many more may fail; negative if too few answer already. */
    public int tolerance() {
        return live - quorum();
    }
}
