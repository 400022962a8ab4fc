// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.etcd.StartPlan;

/** What a host has to do now with its own etcd. Each is safe to repeat. */
public sealed interface Duty {

    /** Why, in words; never empty. */
    String reason();

    /**
     * Start etcd; {@code state.json} and {@code started/<host>} are to be written first. After a failed
     * start the caller makes a pause.
     *
     * @param plan with a start list that holds right now; never to be stored
     * @param memberId hex
     */
    record Start(StartPlan plan, String memberId, String reason) implements Duty {
    }

    /** Stop etcd; its data stays. */
    record Stop(String reason) implements Duty {
    }

    /** Move the data to the archive and forget the member; its process is gone. */
    record Archive(String reason) implements Duty {
    }

    /** Leave things as they are. */
    record Keep(String reason) implements Duty {
    }

    /** Tell the cluster that the member's data is gone; never start it again. */
    record ReportBroken(String memberId, String reason) implements Duty {
    }

    /** Decides; the same view always gives the same duty. */
    static Duty next(DutyView view) {
        return DutyRules.next(view);
    }
}
