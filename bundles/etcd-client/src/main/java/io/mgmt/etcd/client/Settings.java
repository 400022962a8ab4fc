// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import java.time.Duration;

/**
 * The configuration, checked.
 *
 * @param callTimeout of a call, from when it is made
 * @param membershipTimeout of a call that changes the members
 * @param probeInterval between two probes of an endpoint that serves
 * @param probesUntilLost failed probes in a row that make the connection count as lost
 */
record Settings(Duration callTimeout, Duration membershipTimeout, Duration probeInterval,
        int probesUntilLost) {

    private static final int SHORTEST_MILLIS = 100;

    /** @throws IllegalArgumentException for a value out of bounds; says which, and what is allowed */
    static Settings of(EtcdClientConfig config) {
        return new Settings(
                Duration.ofMillis(atLeast(SHORTEST_MILLIS, "callTimeoutMillis", config.callTimeoutMillis())),
                Duration.ofMillis(atLeast(SHORTEST_MILLIS, "membershipTimeoutMillis",
                        config.membershipTimeoutMillis())),
                Duration.ofMillis(atLeast(SHORTEST_MILLIS, "probeMillis", config.probeMillis())),
                atLeast(1, "probesUntilLost", config.probesUntilLost()));
    }

    private static int atLeast(int least, String property, int value) {
        if (value < least) {
            throw new IllegalArgumentException("io.mgmt.etcd.client: " + property + " is " + value
                    + "; it must be at least " + least + ".");
        }
        return value;
    }
}
