// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import java.util.Objects;

/**
 * The one next thing that the leader does for the cluster. Each is safe to repeat, and safe if another
 * leader did it first. A host is named by its host name, a member added by hand by its etcd name.
 */
public sealed interface Step {

    /** What the reason of a {@link Hold} ends with if nothing is left to be done, or wanting. */
    String AS_WANTED = "as wanted";

    /** Why, in words; never empty. */
    String reason();

    /** The host that it is about; empty if none. */
    default String host() {
        return "";
    }

    /** The member that it is about, hex; empty if none, or not known yet. */
    default String memberId() {
        return "";
    }

    /** Add the host as a learner: it gets a place, and no vote. */
    record AddLearner(String host, String reason) implements Step {
        public AddLearner {
            worded(reason);
        }
    }

    /** Tell the host to start the learner that was added for it. */
    record Nominate(String host, String memberId, String reason) implements Step {
        public Nominate {
            worded(reason);
        }
    }

    /** Give the learner a vote. */
    record Promote(String host, String memberId, String reason) implements Step {
        public Promote {
            worded(reason);
        }
    }

    /**
     * Remove a learner.
     *
     * @param failed the host is to be banned for its back-off
     */
    record DropLearner(String host, String memberId, boolean failed, String reason) implements Step {
        public DropLearner {
            worded(reason);
        }
    }

    /** Make that voter raft's leader, because the present one is to go. */
    record MoveLeader(String host, String memberId, String reason) implements Step {
        public MoveLeader {
            worded(reason);
        }
    }

    /** Remove a voter. */
    record Remove(String host, String memberId, String reason) implements Step {
        public Remove {
            worded(reason);
        }
    }

    /** Stop leading: this host is to go, and the next leader is to remove it. */
    record Resign(String reason) implements Step {
        public Resign {
            worded(reason);
        }
    }

    /** Nothing, until something happens. */
    record Hold(String reason) implements Step {
        public Hold {
            worded(reason);
        }
    }

    /**
     * Decides. One change at a time: etcd commits one membership change at a time, and the margin is that
     * of the cluster as it is, not as it will be (etcd documentation, "Runtime reconfiguration").
     *
     * @param view the keys at one revision, the member list and what was observed
     * @param voters how many voters the sizing policy asks for, 1 or more
     * @param placement who comes and who goes first
     * @return never null; {@link Hold} says why nothing is to be done
     */
    static Step next(ClusterView view, int voters, Placement placement, Delays delays) {
        return new StepRules(new Survey(view, voters, placement, delays)).next();
    }

    private static void worded(String reason) {
        Objects.requireNonNull(reason, "reason");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a step needs a reason");
        }
    }
}
