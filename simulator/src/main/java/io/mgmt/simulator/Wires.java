// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The network: which machine reaches which, and how long it takes. A machine always reaches itself. */
final class Wires {

    /** By both ends; since when the way has been cut. */
    private final Map<Long, Long> cut = new HashMap<>();
    /** When a cut that peers had noticed was mended. */
    private final Map<Long, Long> healed = new HashMap<>();
    private final Dice dice;
    private final LongSupplier clock;
    private final double mostMillis;

    /** @param mostMillis one way between two machines */
    Wires(Dice dice, LongSupplier clock, double mostMillis) {
        this.dice = dice;
        this.clock = clock;
        this.mostMillis = mostMillis;
    }

    private static Long way(int from, int to) {
        return (long) from << 32 | to;
    }

    /** True if what one sends arrives at the other. */
    boolean carries(int from, int to) {
        return cut.isEmpty() || !cut.containsKey(way(from, to));
    }

    boolean carriesBothWays(int one, int other) {
        return carries(one, other) && carries(other, one);
    }

    /** Since when both ways have been open; an interruption that no peer has noticed does not count. */
    long openSince(int one, int other) {
        return Math.max(healed.getOrDefault(way(one, other), 0L), healed.getOrDefault(way(other, one), 0L));
    }

    /** Since when at least one way has been cut; only if one is. */
    long cutSince(int one, int other) {
        return Math.min(cut.getOrDefault(way(one, other), Long.MAX_VALUE),
                cut.getOrDefault(way(other, one), Long.MAX_VALUE));
    }

    void cut(int from, int to) {
        if (from != to) {
            cut.putIfAbsent(way(from, to), clock.getAsLong());
        }
    }

    void heal(int from, int to) {
        Long since = cut.remove(way(from, to));
        if (since != null && clock.getAsLong() - since >= Cluster.SILENCE_NANOS) {
            healed.put(way(from, to), clock.getAsLong());
        }
    }

    /** One way. */
    long delay(int from, int to) {
        return from == to ? dice.nanos(0.05, 0.2) : dice.nanos(0.1, mostMillis);
    }
}
