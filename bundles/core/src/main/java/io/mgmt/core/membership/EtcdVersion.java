// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import java.util.Optional;

/**
 * A version of etcd, and what it can do.
 *
 * @param minor major and minor in one number that can be compared; neighbours differ by 1
 */
record EtcdVersion(int minor, int patch) {

    private static final int MINORS = 1000;
    private static final int V3_5 = 3 * MINORS + 5;
    private static final int V3_6 = 3 * MINORS + 6;

    /** Reads {@code 3.6.16} or {@code 3.6.16-rc.1}; empty for anything else. */
    static Optional<EtcdVersion> parse(String text) {
        int[] parts = new int[3];
        int at = 0;
        for (int part = 0; part < 3; part++) {
            int start = at;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                parts[part] = parts[part] * 10 + text.charAt(at++) - '0';
            }
            boolean separated = part == 2 || at < text.length() && text.charAt(at) == '.';
            if (at == start || !separated) {
                return Optional.empty();
            }
            at++;
        }
        return Optional.of(new EtcdVersion(parts[0] * MINORS + parts[1], parts[2]));
    }

    /**
     * True if a learner can be added while a voter is dead: earlier ones want every voter to be connected
     * (etcd's CHANGELOG of 3.5.30 and 3.6.11).
     */
    boolean addsWhileOneIsDead() {
        return minor > V3_6 || minor == V3_6 && patch >= 11 || minor == V3_5 && patch >= 30;
    }

    /** True if we start it with {@code --max-learners}. */
    boolean takesSeveralLearners() {
        return minor >= V3_6;
    }

    /** Such as 3.6. */
    static String words(int minor) {
        return minor / MINORS + "." + minor % MINORS;
    }
}
