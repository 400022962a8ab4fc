// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import io.mgmt.core.membership.Why.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Sizes, delays, versions, placement, and the words of why. */
public class MembershipValuesTest {

    private static SizeInForce size(String ideal, String accepted, int remembered, int present) {
        return SizeInForce.of(Optional.ofNullable(ideal), Optional.ofNullable(accepted), remembered, present, 9);
    }

    @Test
    public void anOperatorsNumberIsTakenAndWrittenDown() {
        assertEquals(new SizeInForce(5, true, ""), size("5", "3", 3, 3));
        assertEquals(new SizeInForce(5, false, ""), size("5", "5", 0, 3));
    }

    @Test
    public void aWrongValueChangesNothing() {
        for (String wrong : List.of("abc", "0", "-3", "70000", "", "10")) {
            SizeInForce size = size(wrong, "3", 0, 1);
            assertEquals(3, size.voters());
            assertFalse(size.write());
            assertTrue(size.note(), size.note().contains("\"" + wrong + "\" is no number from 1 to 9"));
        }
        assertEquals(3, size(null, "3", 0, 1).voters());
        assertTrue(size(null, "3", 0, 1).note().contains("is missing"));
    }

    @Test
    public void ifNothingWasAcceptedTheVotersThereAreCount() {
        assertEquals(3, size("abc", null, 0, 3).voters());
        assertTrue(size("abc", null, 0, 3).write());
        assertEquals(1, size(null, null, 0, 0).voters());
    }

    /** Deleting all keys costs no size: every voter's agent remembers it. */
    @Test
    public void whatIsRememberedIsWrittenBack() {
        assertEquals(5, size(null, null, 5, 3).voters());
        assertTrue(size(null, null, 5, 3).write());
        assertEquals(5, size(null, "junk", 5, 3).voters());
    }

    @Test
    public void twoAndFourAreTakenWithAWarning() {
        assertTrue(size("2", "2", 0, 1).note().contains("no more failures than 1"));
        assertTrue(size("4", "4", 0, 1).note().contains("no more failures than 3"));
    }

    @Test
    public void theBackOffDoublesUpToItsBound() {
        assertEquals(Duration.ofSeconds(60), Delays.DEFAULTS.backOffAfter(1));
        assertEquals(Duration.ofSeconds(120), Delays.DEFAULTS.backOffAfter(2));
        assertEquals(Duration.ofMinutes(10), Delays.DEFAULTS.backOffAfter(5));
        assertEquals(Duration.ofMinutes(10), Delays.DEFAULTS.backOffAfter(1_000_000));
    }

    @Test
    public void delaysBelowTheirBoundsAreRefused() {
        Duration s = Duration.ofSeconds(1);
        IllegalArgumentException session = assertThrows(IllegalArgumentException.class,
                () -> new Delays(s, s, s, s, s, s, s, s, s, s, s, s));
        assertEquals("hostSession is 1000 ms. Set it to 2000 ms or more.", session.getMessage());
        Duration two = Duration.ofSeconds(2);
        IllegalArgumentException replacement = assertThrows(IllegalArgumentException.class,
                () -> new Delays(two, two, s, s, s, s, s, s, two, s, s, s));
        assertEquals("replacement delay is 1000 ms. Set it to 7000 ms or more.", replacement.getMessage());
        IllegalArgumentException leaving = assertThrows(IllegalArgumentException.class,
                () -> new Delays(two, two, Duration.ofSeconds(7), s, s, s, s, s, s, s, s, s));
        assertEquals("leaving is 1000 ms. Set it to 1001 ms or more.", leaving.getMessage());
    }

    @Test
    public void versionsAreReadAndCompared() {
        assertEquals(Optional.of(new EtcdVersion(3006, 16)), EtcdVersion.parse("3.6.16"));
        assertEquals(Optional.of(new EtcdVersion(3007, 0)), EtcdVersion.parse("3.7.0-rc.1"));
        for (String wrong : List.of("", "3", "3.6", "3.6.", "a.b.c", "3..1", "99999.1.1", "v3.6.1")) {
            assertEquals(wrong, Optional.empty(), EtcdVersion.parse(wrong));
        }
        assertTrue(EtcdVersion.parse("3.5.30").orElseThrow().addsWhileOneIsDead());
        assertFalse(EtcdVersion.parse("3.5.29").orElseThrow().addsWhileOneIsDead());
        assertFalse(EtcdVersion.parse("3.6.10").orElseThrow().addsWhileOneIsDead());
        assertTrue(EtcdVersion.parse("3.7.2").orElseThrow().addsWhileOneIsDead());
        assertFalse(EtcdVersion.parse("3.5.30").orElseThrow().takesSeveralLearners());
    }

    @Test
    public void missingNominationsAreFoundFromTheMemberList() {
        ClusterView view = cluster().voters("h1", "h2").volunteers("h3").view();
        assertEquals(Map.of(), Nominations.missing(view));
        assertEquals(Map.of("h4", "m-h4"), Nominations.missing(cluster().voters("h1").unrecorded("h4").view()));
        assertEquals(Map.of(), Nominations.stale(view));
        assertEquals(Map.of("h5", "m-h5"), Nominations.stale(cluster().voters("h1").staleNomination("h5").view()));
    }

    private static Why why(Scene scene, String host) {
        ClusterView view = scene.view();
        return Why.of(view, 3, Spread.ZONES.rank(view), Delays.DEFAULTS).stream()
                .filter(why -> why.host().equals(host)).findFirst().orElseThrow();
    }

    @Test
    public void everyHostHearsWhy() {
        Scene scene = cluster().voters("h1", "h2", "h3", "h4").volunteers("h5", "h6").clients("c1").dead("h2", 30)
                .orphan("h3", 10).unreachable("h4", 90).behind("h7", 1).leaving("h6", 1).byHand("x", false)
                .volunteers("h8").etcd("3.9.1", "h8").broken("h7");
        assertEquals(new Why("h1", Part.VOTER, "it serves; 5 of 3 voters; it leads raft; its agent decides"),
                why(scene, "h1"));
        assertEquals("h2 has not answered for 30 s and its agent is gone; it is being replaced",
                why(scene, "h2").reason());
        assertEquals("its etcd serves on without its agent; it is replaced after 60 s if there is a spare",
                why(scene, "h3").reason());
        assertTrue(why(scene, "h4").reason().contains("does not report that its etcd is down"));
        assertEquals(new Why("h5", Part.SPARE, "5 of 3 voters; number 1 of 1 in the line of spares"), why(scene, "h5"));
        assertEquals(new Why("h6", Part.BARRED, "it leaves"), why(scene, "h6"));
        assertEquals(new Why("c1", Part.BARRED, "it is no volunteer"), why(scene, "c1"));
        assertEquals(new Why("h7", Part.LEARNER, "it is dropped: its data is gone"), why(scene, "h7"));
        assertTrue(why(scene, "x").reason().contains("added by hand"));
        assertEquals("it runs etcd 3.9.1, but the voters run 3.6: only 3.6 and 3.7 may join",
                why(scene, "h8").reason());
    }

    /** The flap memory: it comes last, and hears how often it failed, also while it is banned. */
    @Test
    public void aSpareThatFailedOftenStandsLastAndHearsHowOften() {
        Scene scene = cluster().voters("h1").volunteers("h2", "h3", "h4", "h5").failed("h2", 3).failed("h4", 1)
                .failed("h5", 7).banned("h5", "it did not start in 40 s");
        assertEquals("1 of 3 voters; number 3 of 3 in the line of spares; 3 failures count against it",
                why(scene, "h2").reason());
        assertEquals("1 of 3 voters; number 1 of 3 in the line of spares", why(scene, "h3").reason());
        assertEquals("1 of 3 voters; number 2 of 3 in the line of spares; 1 failure counts against it",
                why(scene, "h4").reason());
        assertEquals("it is banned for a while: it did not start in 40 s; 7 failures count against it",
                why(scene, "h5").reason());
    }

    /** The replacement of a dead voter need not wait for the tick, too. */
    @Test
    public void looksAgainAsSoonAsASilentMemberIsDue() {
        Delays delays = Delays.DEFAULTS;
        Scene scene = Scene.cluster().voters("h1", "h2", "h3");
        assertEquals(delays.tick(), delays.untilNextLook(scene.view()));
        assertEquals(delays.tick(), delays.untilNextLook(scene.dead("h2", 1).view()));
        assertEquals(Duration.ofSeconds(1), delays.untilNextLook(scene.dead("h3", 19).view()));
        assertEquals(delays.tick(), delays.untilNextLook(scene.dead("h3", 20).view()));
    }
}
