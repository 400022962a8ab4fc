// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.membership.Small.Kind;
import io.mgmt.core.membership.Step.Hold;
import io.mgmt.core.membership.Walk.Scope;
import org.junit.Test;

/**
 * Walks from every state of a small scope to the end, and holds each step against the contract. In every
 * build: up to five hosts with an etcd of today whose troubles last, up to three in all other respects.
 * {@code -Dscope=4} and {@code -Dscope=5} take that many in every respect.
 */
public class StepExhaustiveTest {

    private static final int SCOPE = Integer.getInteger("scope", 3);

    @Test
    public void keepsEveryPromiseInEveryStateAndComesToRest() {
        long decisions = 0;
        for (boolean modern : new boolean[] {true, false}) {
            for (boolean young : new boolean[] {false, true}) {
                int most = modern && !young ? Small.MOST_HOSTS : Math.min(4, SCOPE + 1);
                for (int hosts = 1; hosts <= Math.max(most, SCOPE); hosts++) {
                    decisions += walk(hosts, new Scope(modern, young, hosts <= SCOPE));
                }
            }
        }
        System.out.println(decisions + " states judged, 0 promises broken");
        assertTrue("only " + decisions + " states were judged", decisions > 4_800_000);
    }

    private static long walk(int hosts, Scope scope) {
        long begun = System.nanoTime();
        Walk walk = new Walk(Walk::real, scope);
        walk.all(hosts);
        System.out.println(hosts + " hosts, etcd " + (scope.modern() ? "3.6" : "3.4") + ", "
                + (scope.young() ? "for a moment" : "for long") + ": began with " + walk.roots() + " states, judged "
                + walk.decisions() + " in " + (System.nanoTime() - begun) / 1_000_000 + " ms: " + walk.sorts());
        assertTrue("not every sort of step was met: " + walk.sorts(), hosts < 4 || walk.sorts().size() == 8);
        return walk.decisions();
    }

    /** Half of the agents gone at once: hold. Fewer: as if their absence were no news. */
    @Test
    public void holdsInEveryOutageAndOnlyThen() {
        Small.Views outage = new Small.Views("3.6.16", false, false);
        Small.Views forgotten = new Small.Views("3.6.16", false, true);
        int voter = Small.kind(Kind.Role.VOTER, Kind.Mood.HEALTHY, Kind.Flag.NONE);
        int held = 0;
        int size = Small.KINDS.size();
        for (int i = 0; i < size * size * size; i++) {
            Small state = new Small(new int[] {voter, i % size, i / size % size, i / size / size}, 3, 0, false, 0);
            int agents = 0;
            int gone = 0;
            int voters = 0;
            int live = 0;
            for (int host : state.hosts) {
                Kind kind = Small.KINDS.get(host);
                agents += kind.role() == Kind.Role.ABSENT || !kind.hasSession() && kind.leaves() ? 0 : 1;
                gone += kind.role() == Kind.Role.ABSENT || kind.hasSession() || kind.leaves() ? 0 : 1;
                voters += kind.isVoter() ? 1 : 0;
                live += kind.isVoter() && kind.answers() ? 1 : 0;
            }
            Step step = Spread.next(outage.of(state), 3, Delays.DEFAULTS);
            if (2 * gone >= agents && live > voters / 2) {
                assertTrue(state + " " + step, step instanceof Hold && step.reason().contains("outage"));
                held++;
            } else {
                assertEquals(state.toString(), Spread.next(forgotten.of(state), 3, Delays.DEFAULTS), step);
            }
        }
        assertTrue(held > 1_000);
    }
}
