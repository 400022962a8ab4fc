// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.PrintWriter;

/** A command that only reports what goes on by itself: Ctrl-C ends the report, and the agent notices that nobody listens. */
abstract class Reporting extends Asking {

    /** What is said to who leaves: a sentence or two, behind the name of the command. */
    abstract String left();

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec().commandLine().getErr();
        Signals.hear(signal -> leave(err), "INT");
        return super.call();
    }

    /** From the thread of the signal; ends the process. */
    private void leave(PrintWriter err) {
        err.println("\nmgmt " + spec().name() + ": left. " + left());
        err.flush();
        Runtime.getRuntime().halt(Agent.DONE);
    }
}
