// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.util.function.LongSupplier;

/** The network: which machine reaches which, and how long it takes. A machine always reaches itself. */
final class Wires {

    private final boolean[][] cut;
    private final long[][] cutSince;
    private final long[][] healedAt;
    private final Dice dice;
    private final LongSupplier clock;
    private final double mostMillis;

    /** @param mostMillis one way between two machines */
    Wires(int machines, Dice dice, LongSupplier clock, double mostMillis) {
        cut = new boolean[machines][machines];
        cutSince = new long[machines][machines];
        healedAt = new long[machines][machines];
        this.dice = dice;
        this.clock = clock;
        this.mostMillis = mostMillis;
    }

    /** True if what one sends arrives at the other. */
    boolean carries(int from, int to) {
        return !cut[from][to];
    }

    boolean carriesBothWays(int one, int other) {
        return !cut[one][other] && !cut[other][one];
    }

    /** Since when both ways have been open; an interruption that no peer has noticed does not count. */
    long openSince(int one, int other) {
        return Math.max(healedAt[one][other], healedAt[other][one]);
    }

    /** Since when at least one way has been cut; only if one is. */
    long cutSince(int one, int other) {
        long there = cut[one][other] ? cutSince[one][other] : Long.MAX_VALUE;
        long back = cut[other][one] ? cutSince[other][one] : Long.MAX_VALUE;
        return Math.min(there, back);
    }

    void cut(int from, int to) {
        if (from != to && !cut[from][to]) {
            cut[from][to] = true;
            cutSince[from][to] = clock.getAsLong();
        }
    }

    void heal(int from, int to) {
        if (cut[from][to]) {
            cut[from][to] = false;
            if (clock.getAsLong() - cutSince[from][to] >= Cluster.SILENCE_NANOS) {
                healedAt[from][to] = clock.getAsLong();
            }
        }
    }

    /** One way. */
    long delay(int from, int to) {
        return from == to ? dice.nanos(0.05, 0.2) : dice.nanos(0.1, mostMillis);
    }
}
