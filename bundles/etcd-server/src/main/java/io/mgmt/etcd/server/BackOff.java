// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.time.Duration;

/**
 * Pauses before a crashed etcd is spawned again: 1, 2, 4 … 30 s; from the front once it served for
 * a minute.
 */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    void reset() {
        next = FIRST;
    }

    /** @param served how long the crashed process had served; zero if it never did */
    Duration afterCrash(Duration served) {
        if (served.compareTo(STABLE) >= 0) {
            reset();
        }
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
