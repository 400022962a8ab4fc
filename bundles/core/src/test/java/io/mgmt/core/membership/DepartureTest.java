// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView.Call;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** When a host that has withdrawn may end, and when the record of a call may go. */
public final class DepartureTest {

    private static Optional<String> reason(boolean isMember, boolean everyone, Integer unconnected, int waited) {
        return reason(isMember, true, everyone, unconnected, waited);
    }

    private static Optional<String> reason(boolean isMember, boolean noted, boolean everyone, Integer unconnected,
            int waited) {
        return new Departure(isMember, noted, everyone, Optional.ofNullable(unconnected).map(Duration::ofSeconds),
                Duration.ofSeconds(waited)).reason(Delays.DEFAULTS);
    }

    @Test
    public void aMemberWaitsToBeReplacedOrRemoved() {
        assertEquals(Optional.empty(), reason(true, false, null, 0));
        assertEquals(Optional.empty(), reason(true, false, null, 59));
        assertEquals(Optional.empty(), reason(true, false, 4, 4));
    }

    @Test
    public void nobodyWaitsForNothing() {
        assertEquals("it is no member", reason(false, false, null, 0).orElseThrow());
        assertEquals("every voter leaves: member and data are kept", reason(true, true, null, 0).orElseThrow());
        assertTrue(reason(true, false, 5, 5).orElseThrow().startsWith("the cluster does not answer"));
        assertTrue(reason(true, false, null, 60).orElseThrow().contains("within 60 s: member and data are kept"));
    }

    /** A host that just goes would look like one that died, and several like an outage. */
    @Test
    public void waitsAMomentToBeNoted() {
        assertEquals(Optional.empty(), reason(false, false, false, null, 2));
        assertEquals("it is no member", reason(false, false, false, null, 3).orElseThrow());
    }

    @Test
    public void theLastOnesKeepTheirData() {
        assertTrue(Departure.everyVoterLeaves(cluster().voters("h1").volunteers("h2").view(), "h1"));
        assertTrue(Departure.everyVoterLeaves(cluster().voters("h1", "h2", "h3").leaving("h2", 0)
                .dead("h3", 5).view(), "h1"));
        assertFalse(Departure.everyVoterLeaves(cluster().voters("h1", "h2", "h3").leaving("h2", 0).view(), "h1"));
        assertFalse("an orphan stays", Departure.everyVoterLeaves(cluster().voters("h1", "h2")
                .orphan("h2", 3).view(), "h1"));
    }

    /** The last but one that hands raft over: to stop as a member would take the quorum from the last. */
    @Test
    public void anElectionOfRaftIsNoReasonToStopAsAMember() {
        assertFalse(Departure.everyVoterLeaves(cluster().voters("h1", "h2").leaving("h1", 3)
                .unreachable("h2", 4).view(), "h1"));
    }

    @Test
    public void whoHasLeftAndKeptItsMemberIsNotWaitedFor() {
        assertTrue(Departure.everyVoterLeaves(cluster().voters("h1", "h2").leaving("h1", 3)
                .dead("h2", 0).forgotten("h2").view(), "h1"));
    }

    @Test
    public void theRecordOfACallGoesWhenItsEffectStandsOrCannotComeAnyMore() {
        assertFalse(OpenCall.isOver(cluster().voters("h1").volunteers("h2").view()));
        assertFalse(OpenCall.isOver(cluster().voters("h1").volunteers("h2")
                .call(Call.Kind.ADD_LEARNER, "h2", 19).view()));
        assertTrue(OpenCall.isOver(cluster().voters("h1").volunteers("h2")
                .call(Call.Kind.ADD_LEARNER, "h2", 20).view()));
        assertTrue(OpenCall.isOver(cluster().voters("h1").added("h2")
                .call(Call.Kind.ADD_LEARNER, "h2", 0).view()));
    }
}
