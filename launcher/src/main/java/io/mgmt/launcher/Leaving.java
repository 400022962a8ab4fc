// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.PrintWriter;

/** Ctrl-C at a command that only reports: the agent notices that nobody listens any more. */
final class Leaving {

    private Leaving() {
    }

    /** From the thread of the signal; says what goes on, and ends the process. */
    static void leave(PrintWriter err, String message) {
        err.println("\n" + message);
        err.flush();
        Runtime.getRuntime().halt(Agent.DONE);
    }
}
