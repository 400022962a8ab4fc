// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static io.mgmt.core.membership.Scene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.membership.Plan.Planned;
import io.mgmt.core.membership.Step.Hold;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class PlanTest {

    private static Plan plan(Scene scene, int voters) {
        return Plan.of(scene.view(), voters, ZoneSpread::rank, Delays.DEFAULTS);
    }

    private static List<String> words(Plan plan) {
        return plan.steps().stream().map(PlanTest::word).toList();
    }

    private static String word(Planned planned) {
        String text = planned.step().toString();
        int host = text.indexOf("host=");
        return text.substring(0, text.indexOf('[')) + (host < 0 ? "" : " " + text.substring(host + 5, text.indexOf(',')));
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
        assertEquals("1 of 3 voters, and there is no spare: h2 it is banned for a while: it failed", plan.end());
    }

    /** The plan is what then happens, from every state of three hosts. */
    @Test
    public void thePlanIsWhatThenHappens() {
        Small.Views views = new Small.Views("3.6.16", false, true);
        int plans = 0;
        for (int a = 0; a < Small.KINDS.size(); a++) {
            for (int b = 0; b < Small.KINDS.size(); b++) {
                for (int wanted = 1; wanted <= 3; wanted++) {
                    Small state = new Small(new int[] {
                            Small.kind(Small.Kind.Role.VOTER, Small.Kind.Mood.HEALTHY, Small.Kind.Flag.NONE), a, b},
                            wanted, 0, false, 0);
                    List<Step> happened = new ArrayList<>();
                    Small now = state;
                    for (Step step = next(views, now); ; step = next(views, now)) {
                        Small then = step instanceof Hold ? SmallWorld.later(now) : SmallWorld.after(now, step);
                        if (then == now) {
                            break;
                        }
                        if (!(step instanceof Hold)) {
                            happened.add(step);
                        }
                        now = then;
                    }
                    Plan plan = Plan.of(views.of(state), wanted, ZoneSpread::rank, Delays.DEFAULTS);
                    assertEquals(state.toString(), happened.stream().map(PlanTest::kindAndHost).toList(),
                            plan.steps().stream().map(planned -> kindAndHost(planned.step())).toList());
                    plans++;
                }
            }
        }
        assertTrue(plans > 3_000);
    }

    private static Step next(Small.Views views, Small state) {
        return Step.next(views.of(state), state.wanted, Delays.DEFAULTS);
    }

    private static String kindAndHost(Step step) {
        String text = step.toString();
        int host = text.indexOf("host=");
        return text.substring(0, text.indexOf('[')) + (host < 0 ? "" : text.substring(host, text.indexOf(',', host)));
    }
}
