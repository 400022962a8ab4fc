// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All chance of a simulation, from one seed: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014), written out so that every JVM throws the same.
 */
final class Dice {

    private long state;

    Dice(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** Spreads a number over all 64 bits; for ids that look like etcd's. */
    static long mix(long number) {
        long z = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** From 0, below the bound. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** Both included. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** True that often in a thousand times. */
    boolean perMille(int times) {
        return below(1000) < times;
    }

    /** Both included, in steps of a microsecond. */
    long nanosBetween(Duration least, Duration most) {
        long span = (most.toNanos() - least.toNanos()) / 1000 + 1;
        return least.toNanos() + Long.remainderUnsigned(next(), span) * 1000;
    }

    /** In milliseconds, both included; for short delays. */
    long nanos(double leastMillis, double mostMillis) {
        long least = (long) (leastMillis * 1000);
        long most = (long) (mostMillis * 1000);
        return (least + Long.remainderUnsigned(next(), most - least + 1)) * 1000;
    }

    <T> T oneOf(List<T> list) {
        return list.get(below(list.size()));
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> all = new ArrayList<>(list);
        for (int i = all.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T other = all.get(j);
            all.set(j, all.get(i));
            all.set(i, other);
        }
        return all;
    }
}
