// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static io.mgmt.core.membership.StepClaims.adds;
import static io.mgmt.core.membership.StepClaims.drops;
import static io.mgmt.core.membership.StepClaims.holds;
import static io.mgmt.core.membership.StepClaims.promotes;
import static io.mgmt.core.membership.StepClaims.removes;

import io.mgmt.cluster.ClusterView.Call.Kind;
import org.junit.Test;

/** What becomes of a membership call that was noted, and whose effect does not stand yet. */
public final class OpenCallTest {

    @Test
    public void anOpenCallIsBroughtToItsEndFirst() {
        adds("h3", cluster().voters("h1").volunteers("h2", "h3").call(Kind.ADD_LEARNER, "h3", 1).next(3));
        holds(cluster().voters("h1", "h2", "h3").volunteers("h4").call(Kind.ADD_LEARNER, "h4", 1).next(3),
                "may still take effect");
        holds(cluster().voters("h1", "h2", "h3").call(Kind.REMOVE, "h3", 1).next(3), "removing h3");
        removes("h3", cluster().voters("h1", "h2", "h3").call(Kind.REMOVE, "h3", 1).next(2));
        removes("h2", cluster().voters("h1", "h2", "h3").call(Kind.REMOVE, "h2", 1).next(2));
        promotes("h2", cluster().voters("h1").inStep("h2", "h3").call(Kind.PROMOTE, "h2", 1).next(3));
        drops("h2", false, cluster().voters("h1").inStep("h2").call(Kind.DROP_LEARNER, "h2", 1).next(3));
    }

    private static Scene four() {
        return cluster().voters("h1", "h2", "h3", "h4").call(Kind.REMOVE, "h4", 1);
    }

    /**
     * h1 was to go because h3 had withdrawn, but h3 came back before (seed 14483); h2 had withdrawn, and an answer of
     * h4 was lost (seed 183020).
     */
    @Test
    public void anOpenRemovalOfADeadOneIsMadeAgainOnlyForAGain() {
        Scene scene = cluster().voters("h1", "h2", "h3").led("h2").raftLed("h2").dead("h1", 20).call(Kind.REMOVE, "h1", 1);
        holds(scene.next(3), "removing h1 is not wanted any more");
        removes("h1", scene.next(2));
        removes("h1", scene.leaving("h3", 0).next(3));
        // Whoever leads since a moment ago may not know how long it has been dead.
        removes("h4", four().dead("h4", 1).next(4));
        holds(four().unreachable("h4", 99).next(4), "removing h4 is not wanted any more");
        removes("h4", four().unreachable("h4", 1).next(3));
        holds(four().unreachable("h4", 1).leaving("h2", 9).next(3), "removing h4 is not wanted any more");
        removes("h4", four().broken("h4").next(4));
        holds(four().broken("h4").leaving("h1", 9).leaving("h2", 9).leaving("h3", 9).leaving("h4", 9).next(4),
                "removing h4 is not wanted any more");
    }

    /** The last try must be over before something else is asked. */
    @Test
    public void anOpenCallIsNotMadeAgainForEver() {
        Scene scene = cluster().voters("h1").volunteers("h2", "h3");
        adds("h2", scene.call(Kind.ADD_LEARNER, "h2", 11).next(3));
        holds(scene.call(Kind.ADD_LEARNER, "h2", 12).next(3), "adding h2 was tried in vain");
        holds(scene.call(Kind.ADD_LEARNER, "h2", 19).next(3), "may still take effect within 20 s");
        adds("h2", scene.call(Kind.ADD_LEARNER, "h2", 20).next(3));
    }

    @Test
    public void aCallThatCanNoLongerTakeEffectIsForgotten() {
        holds(cluster().voters("h1", "h2", "h3").call(Kind.REMOVE, "h3", 20).next(3), "as wanted");
        adds("h2", cluster().voters("h1").volunteers("h2").call(Kind.REMOVE, "h3", 1).next(3));
    }

    /** Somebody deletes all keys while a call is on its way (seed 129007). */
    @Test
    public void whatMayBeOnItsWayWithoutARecordIsWaitedFor() {
        Scene scene = cluster().voters("h1", "h2").volunteers("h3");
        holds(scene.call(Kind.UNKNOWN, "", 7).next(3), "records were deleted");
        adds("h3", scene.call(Kind.UNKNOWN, "", 8).next(3));
    }
}
