// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.membership.Walk.Decider;
import io.mgmt.core.membership.Walk.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/**
 * A check that finds no mistake is worth nothing: each of these is found by the walk through few hosts.
 * Three of the classic ones are not mistakes of this function, and the simulator has to find them: a
 * removed founder that starts a cluster of its own, two leaders at the same time, and a call whose effect
 * comes late.
 */
public class MutantsTest {

    private static final int MOST_HOSTS = 4;

    @Test
    public void everyMistakeIsFound() {
        List<String> missed = new ArrayList<>();
        for (Map.Entry<String, Decider> mutant : Mutants.all().entrySet()) {
            Optional<String> found = found(mutant.getValue());
            System.out.println("mutant \"" + mutant.getKey() + "\": " + found.orElse("NOT FOUND"));
            if (found.isEmpty()) {
                missed.add(mutant.getKey());
            }
        }
        assertEquals(List.of(), missed);
        assertTrue("only " + Mutants.all().size(), Mutants.all().size() >= 12);
    }

    /** The promise that it breaks. */
    private static Optional<String> found(Decider mutant) {
        for (int hosts = 1; hosts <= MOST_HOSTS; hosts++) {
            for (boolean modern : new boolean[] {true, false}) {
                try {
                    new Walk(mutant, new Scope(modern, false, false)).all(hosts);
                } catch (AssertionError e) {
                    String message = e.getMessage();
                    return Optional.of(message.substring(0, message.indexOf(", but")) + " (" + hosts + " hosts)");
                }
            }
        }
        return Optional.empty();
    }
}
