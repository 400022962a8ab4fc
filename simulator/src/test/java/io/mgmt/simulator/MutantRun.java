// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.util.Optional;

/** What a mutant is asked, by reflection: it lives in a class loader of its own. */
public final class MutantRun {

    private MutantRun() {
    }

    /**
     * Runs schedules.
     *
     * @param faults the only ones, separated by commas; empty: any
     * @return the first seed that breaks something, and what; empty if none does
     */
    public static String find(String faults, int most) {
        Optional<String> only = Optional.of(faults).filter(some -> !some.isEmpty());
        for (int seed = 1; seed <= most; seed++) {
            Optional<Violation> violation = Schedule.run(seed, false, only).violation();
            if (violation.isPresent()) {
                return "seed " + seed + ": " + violation.get();
            }
        }
        return "";
    }
}
