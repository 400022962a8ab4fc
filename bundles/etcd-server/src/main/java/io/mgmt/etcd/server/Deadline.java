// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.time.Duration;

/** The moment at which something must have come to its end, by the monotonic clock. */
final class Deadline {

    private final Duration whole;
    private final long endNanos;

    private Deadline(Duration whole) {
        this.whole = whole;
        this.endNanos = System.nanoTime() + whole.toNanos();
    }

    static Deadline in(Duration duration) {
        return new Deadline(duration);
    }

    /** Zero when it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    boolean hasPassed() {
        return endNanos - System.nanoTime() <= 0;
    }

    /** @throws EtcdUnavailableException if it has passed, saying why it came to that */
    void check(String reason) throws EtcdUnavailableException {
        if (hasPassed()) {
            throw new EtcdUnavailableException("gave up after " + whole.toSeconds() + " s: "
                    + reason);
        }
    }
}
