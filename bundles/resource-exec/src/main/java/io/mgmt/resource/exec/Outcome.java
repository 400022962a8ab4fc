// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.time.Duration;

/** What became of a command. */
sealed interface Outcome {

    /**
     * It ended by itself.
     *
     * @param code as a shell has it in {@code $?}: above 128 it may have been a signal
     */
    record Exited(int code, Tail output, Duration took) implements Outcome {
    }

    /** It was ended because its time was over. */
    record TimedOut(Tail output) implements Outcome {
    }

    /** It was ended because the agent, or the resource, is to end. */
    record Cancelled() implements Outcome {
    }
}
