// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertTrue;

import org.junit.Test;

/**
 * Walks from every state of a small scope to the end, and holds each step against the contract. A larger
 * scope: {@code -Dscope=5} takes five hosts with an old etcd too, and banned voters among them.
 */
public class StepExhaustiveTest {

    private static final int SCOPE = Integer.getInteger("scope", 4);

    @Test
    public void keepsEveryPromiseInEveryStateAndComesToRest() {
        long decisions = 0;
        for (boolean modern : new boolean[] {true, false}) {
            for (int hosts = 1; hosts <= Small.MOST_HOSTS; hosts++) {
                boolean all = hosts <= SCOPE;
                if (all || modern) {
                    decisions += walk(hosts, modern, all && hosts <= 4 || SCOPE >= 5);
                }
            }
        }
        assertTrue("only " + decisions + " states were judged", decisions > 1_000_000);
    }

    private static long walk(int hosts, boolean modern, boolean bannedVoters) {
        long begun = System.nanoTime();
        Walk walk = new Walk(Walk::real, modern, bannedVoters);
        walk.all(hosts);
        System.out.println(hosts + " hosts, " + (modern ? "etcd 3.6" : "etcd 3.4") + ": " + walk.roots()
                + " states begun with, " + walk.decisions() + " judged, 0 promises broken, in "
                + (System.nanoTime() - begun) / 1_000_000 + " ms");
        return walk.decisions();
    }
}
