// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

/** What goes wrong. */
final class Faults {

    private static final long LONGEST_LATENESS = 7_000;

    private final World world;
    /** Of a thousand calls so many meet some trouble. */
    private int lossyPerMille;

    Faults(World world) {
        this.world = world;
    }

    void lossy(int perMille) {
        lossyPerMille = perMille;
    }

    /** Of the next call. */
    Fate fate() {
        if (lossyPerMille == 0 || !world.dice.perMille(lossyPerMille)) {
            return Fate.NORMAL;
        }
        return Fate.values()[1 + world.dice.below(Fate.values().length - 1)];
    }

    long lateness() {
        return world.dice.nanos(100, LONGEST_LATENESS);
    }
}
