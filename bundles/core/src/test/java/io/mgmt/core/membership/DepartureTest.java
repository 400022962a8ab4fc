// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView.Call;
import io.mgmt.core.membership.Departure.Others;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

/** When a host that has withdrawn may end, and when the record of a call may go. */
public final class DepartureTest {

    private static Optional<String> reason(boolean isMember, Others others, Integer unconnected, int waited) {
        return reason(isMember, true, others, unconnected, waited);
    }

    private static Optional<String> reason(boolean isMember, boolean noted, Others others, Integer unconnected,
            int waited) {
        return new Departure(isMember, noted, others, Departure.SEEN_BY_ALL,
                Optional.ofNullable(unconnected).map(Duration::ofSeconds), Duration.ofSeconds(waited))
                        .reason(Delays.DEFAULTS);
    }

    @Test
    public void aMemberWaitsToBeReplacedOrRemoved() {
        assertEquals(Optional.empty(), reason(true, Others.STAY, null, 0));
        assertEquals(Optional.empty(), reason(true, Others.STAY, null, 59));
        assertEquals(Optional.empty(), reason(true, Others.STAY, 4, 4));
    }

    @Test
    public void nobodyWaitsForNothing() {
        assertEquals("it is no member", reason(false, Others.STAY, null, 0).orElseThrow());
        assertEquals("every voter leaves: member and data are kept",
                reason(true, Others.LEAVE, null, 0).orElseThrow());
        assertTrue(reason(true, Others.STAY, 5, 5).orElseThrow().startsWith("the cluster does not answer"));
        assertTrue(reason(true, Others.STAY, null, 60).orElseThrow().contains("within 60 s: member and data are kept"));
    }

    /** A host that just goes would look like one that died, and several like an outage. */
    @Test
    public void waitsAMomentToBeNoted() {
        assertEquals(Optional.empty(), reason(false, false, Others.STAY, null, 2));
        assertEquals("it is no member", reason(false, false, Others.STAY, null, 3).orElseThrow());
    }

    /** Who stopped at once took the quorum from one that had not seen it yet, and waited for 11 s. */
    @Test
    public void whenAllLeaveEachWaitsUntilAllHaveSeenIt() {
        Duration early = Departure.SEEN_BY_ALL.minusMillis(1);
        assertEquals(Optional.empty(), new Departure(true, true, Others.LEAVE, early, Optional.empty(), early)
                .reason(Delays.DEFAULTS));
        assertTrue("nobody else is there to see it", new Departure(true, true, Others.GONE, Duration.ZERO,
                Optional.empty(), Duration.ZERO).reason(Delays.DEFAULTS).isPresent());
    }

    private static Others others(Scene scene) {
        return Departure.others(scene.view(), "h1");
    }

    @Test
    public void theLastOnesKeepTheirData() {
        assertEquals(Others.GONE, others(cluster().voters("h1").volunteers("h2")));
        assertEquals(Others.LEAVE, others(cluster().voters("h1", "h2", "h3").leaving("h2", 0).dead("h3", 5)));
        assertEquals(Others.GONE, others(cluster().voters("h1", "h2", "h3").dead("h2", 6).dead("h3", 5)));
        assertEquals(Others.STAY, others(cluster().voters("h1", "h2", "h3").leaving("h2", 0)));
        assertEquals("an orphan stays", Others.STAY, others(cluster().voters("h1", "h2").orphan("h2", 3)));
    }

    /** The last but one that hands raft over: to stop as a member would take the quorum from the last. */
    @Test
    public void anElectionOfRaftIsNoReasonToStopAsAMember() {
        assertEquals(Others.STAY, others(cluster().voters("h1", "h2").leaving("h1", 3).unreachable("h2", 4)));
    }

    @Test
    public void whoHasLeftAndKeptItsMemberIsNotWaitedFor() {
        assertEquals(Others.GONE, others(cluster().voters("h1", "h2").leaving("h1", 3).dead("h2", 0)
                .forgotten("h2")));
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
