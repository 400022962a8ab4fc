// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.membership.Plan.Planned;
import io.mgmt.core.membership.Small.Kind;
import io.mgmt.core.membership.Step.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class PlanTest {

    private static Plan plan(Scene scene, int voters) {
        return Plan.of(scene.view(), voters, Spread.ZONES, Delays.DEFAULTS);
    }

    private static List<String> words(Plan plan) {
        return plan.steps().stream().map(PlanTest::word).toList();
    }

    private static String word(Planned planned) {
        return kindAndHost(planned.step()).replace("host=", " ");
    }

    @Test
    public void growsStepByStep() {
        Plan plan = plan(cluster().voters("h1").volunteers("h2", "h3", "h4"), 3);
        assertEquals(List.of("AddLearner h2", "AddLearner h3", "Nominate h2", "Promote h2", "Nominate h3",
                "Promote h3"), words(plan));
        assertEquals("3 of 3 voters, as wanted", plan.end());
        assertEquals(new Strength(3, 3), plan.steps().get(5).after());
        assertEquals(1, plan.steps().get(5).after().tolerance());
        assertEquals(2, plan.steps().get(4).before().quorum());
        assertEquals("AddLearner h2", word(plan.worst().orElseThrow()));
    }

    @Test
    public void shrinksToTheLeaderAlone() {
        Plan plan = plan(cluster().voters("h1", "h2", "h3").raftLed("h2"), 1);
        assertEquals(List.of("Remove h3", "MoveLeader h1", "Remove h2"), words(plan));
        assertEquals("Remove h3", word(plan.worst().orElseThrow()));
        assertEquals(0, plan.worst().orElseThrow().after().tolerance());
    }

    @Test
    public void replacesALeaverThatLeads() {
        assertEquals(List.of("AddLearner h4", "Nominate h4", "Promote h4", "MoveLeader h2", "Resign", "Remove h1"),
                words(plan(cluster().voters("h1", "h2", "h3").volunteers("h4").leaving("h1", 1), 3)));
    }

    @Test
    public void saysWhyItEndsShortOfTheSize() {
        Plan plan = plan(cluster().voters("h1").clients("c1").volunteers("h2").banned("h2", "it failed"), 3);
        assertEquals(List.of(), plan.steps());
        assertTrue(plan.worst().isEmpty());
        assertEquals("1 of 3 voters, and there is no spare: h2 cannot be chosen: it is banned for a while: it failed", plan.end());
    }

    /** The plan is what then happens, from every state of two hosts beside a healthy voter. */
    @Test
    public void thePlanIsWhatThenHappens() {
        Small.Views views = new Small.Views("3.6.16", false, true);
        int voter = Small.kind(Kind.Role.VOTER, Kind.Mood.HEALTHY, Kind.Flag.NONE);
        int plans = 0;
        for (int i = 0; i < Small.KINDS.size() * Small.KINDS.size() * 3; i++) {
            int[] hosts = {voter, i / 3 % Small.KINDS.size(), i / 3 / Small.KINDS.size()};
            Small state = new Small(hosts, 1 + i % 3, 0, false, 0);
            Plan plan = Plan.of(views.of(state), state.wanted, Spread.ZONES, Delays.DEFAULTS);
            assertEquals(state.toString(), happening(views, state),
                    plan.steps().stream().map(planned -> kindAndHost(planned.step())).toList());
            plans++;
        }
        assertTrue(plans > 3_000);
    }

    private static List<String> happening(Small.Views views, Small begin) {
        List<String> happened = new ArrayList<>();
        Small state = begin;
        while (true) {
            Step step = next(views, state);
            Small then = step instanceof Hold ? SmallWorld.later(state) : SmallWorld.after(state, step);
            if (then == state) {
                return happened;
            }
            if (!(step instanceof Hold)) {
                happened.add(kindAndHost(step));
            }
            state = then;
        }
    }

    private static Step next(Small.Views views, Small state) {
        return Spread.next(views.of(state), state.wanted, Delays.DEFAULTS);
    }

    private static String kindAndHost(Step step) {
        String text = step.toString();
        int host = text.indexOf("host=");
        return text.substring(0, text.indexOf('[')) + (host < 0 ? "" : text.substring(host, text.indexOf(',', host)));
    }
}
