// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import java.time.Duration;
import java.util.Optional;

/**
 * The leader's records were deleted by hand, and with them perhaps that of a membership call which is still
 * on its way: no other is made until it must have come to its end.
 */
public final class LostRecords {

    /** etcd gives a request 5 s and two election time-outs (etcd's source, "ReqTimeout"), then it is over. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(7);

    private LostRecords() {
    }

    /** @param lost for how long they have been seen to be gone */
    public static Optional<Step> hold(Duration lost) {
        return lost.compareTo(LONGEST_CALL) >= 0 ? Optional.empty()
                : Optional.of(new Step.Hold("the records of the cluster were deleted, and perhaps that of a membership"
                        + " call: what is on its way may take " + LONGEST_CALL.toSeconds() + " s"));
    }
}
