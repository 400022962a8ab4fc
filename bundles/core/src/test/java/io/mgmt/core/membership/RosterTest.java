// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class RosterTest {

    private static List<Roster> roster(Scene scene) {
        return Roster.of(scene.view(), 3, Spread.ZONES.rank(scene.view()), Delays.DEFAULTS);
    }

    private static List<String> words(Scene scene) {
        return roster(scene).stream().map(one -> one.name() + " " + one.role()
                + one.health().map(health -> " " + health).orElse("")).toList();
    }

    @Test
    public void namesTheRoleOfEveryMemberAndHost() {
        assertEquals(List.of("h1 VOTER HEALTHY", "h4 LEARNER HEALTHY", "h5 SPARE", "h2 BARRED", "h6 LEAVING",
                "c1 CLIENT", "h3 GONE"),
                words(cluster().voters("h1").inStep("h4").volunteers("h5").banned("h2", "it failed")
                        .leaving("h6", 1).clients("c1").orphan("h3", 9)));
    }

    @Test
    public void putsMemberAndAgentTogether() {
        assertEquals(List.of("h1 VOTER HEALTHY", "h2 VOTER ORPHAN", "h3 VOTER DOWN", "h4 VOTER DEAD"),
                words(cluster().voters("h1", "h2", "h3", "h4").orphan("h2", 5).down("h3", 5).dead("h4", 5)));
    }

    @Test
    public void marksRaftsLeaderAndWhatIsBroken() {
        List<Roster> all = roster(cluster().voters("h1", "h2").raftLed("h2").broken("h1"));
        assertEquals(List.of(false, true), all.stream().map(Roster::leadsRaft).toList());
        assertEquals(List.of(true, false), all.stream().map(Roster::broken).toList());
    }

    /** A member without a host of its own is not mistaken for a host of that name. */
    @Test
    public void showsAMemberAddedByHandWithoutAHost() {
        Roster byHand = roster(cluster().voters("h1").byHand("x", true)).get(1);
        assertEquals("m-x", byHand.name());
        assertTrue(byHand.host().isEmpty());
    }
}
