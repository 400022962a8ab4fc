// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertTrue;

import io.mgmt.core.membership.Step.AddLearner;
import io.mgmt.core.membership.Step.DropLearner;
import io.mgmt.core.membership.Step.Hold;
import io.mgmt.core.membership.Step.Promote;
import io.mgmt.core.membership.Step.Remove;

/** What tests claim of a step. */
final class StepClaims {

    private StepClaims() {
    }

    static void holds(Step step, String... words) {
        assertTrue(step.toString(), step instanceof Hold);
        for (String word : words) {
            assertTrue(step.reason(), step.reason().contains(word));
        }
    }

    static void adds(String host, Step step) {
        assertTrue(step.toString(), step instanceof AddLearner add && add.host().equals(host));
    }

    static void removes(String host, Step step) {
        assertTrue(step.toString(), step instanceof Remove remove && remove.host().equals(host));
    }

    static void promotes(String host, Step step) {
        assertTrue(step.toString(), step instanceof Promote promote && promote.host().equals(host));
    }

    static void drops(String host, boolean failed, Step step) {
        assertTrue(step.toString(), step instanceof DropLearner drop && drop.host().equals(host)
                && drop.failed() == failed);
    }
}
