// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.time.Duration;
import java.util.Optional;

/** The decisions of whoever leads, one after the other. */
interface Feed extends AutoCloseable {

    /**
     * One decision.
     *
     * @param step its kind, such as {@code AddLearner}
     * @param host whom it is about; may be empty
     * @param by who decided
     */
    record Decision(String step, String host, String reason, String by, long revision) {

        boolean isHold() {
            return step.equals("Hold");
        }
    }

    /** The next one, if it comes in that time. */
    Optional<Decision> next(Duration within) throws InterruptedException;

    @Override
    void close();
}
