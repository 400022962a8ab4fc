// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.util.Objects;

/** A membership call that etcd answered with a refusal: nothing was changed. */
public final class RefusedException extends RuntimeException {

    /** Why, as far as it makes a difference (etcd documentation, "Runtime reconfiguration"). */
    public enum Reason {
        /**
         * Too few voters have been connected for 5 s, or would be left that have told their name; the same
         * call is to be made again soon. The last voter is refused so, too, and forever.
         */
        UNHEALTHY,
        /** The learner has not caught up with raft's leader, or it is no learner. */
        NOT_IN_STEP,
        /** There is no free place for a learner. */
        TOO_MANY_LEARNERS,
        /** A member has this peer URL, or this id, already. */
        ALREADY_EXISTS,
        /** There is no member with this id, or not any more. */
        UNKNOWN_MEMBER,
        /** Anything else; of moveLeader: who was asked does not lead, or the other cannot. */
        OTHER
    }

    private final Reason reason;

    public RefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}
