// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

/** Lines from a file or a pipe, run one after the other in the agent. */
final class PlainShell {

    private PlainShell() {
    }

    /**
     * Runs lines until they end or one is {@code exit}.
     *
     * @param prompt printed to the error stream before each line; empty if nobody types
     * @return the exit code of the last line
     */
    static int run(ShellClient client, BufferedReader lines, String prompt, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        int last = Agent.DONE;
        String before = "";
        String line;
        while ((line = next(lines, prompt, err)) != null) {
            String statement = before + line;
            before = "";
            ShellClient.Outcome outcome = client.run(statement, out, err);
            if (outcome instanceof ShellClient.Outcome.Done done) {
                last = done.exitCode();
            } else if (outcome instanceof ShellClient.Outcome.Over over) {
                return over.exitCode();
            } else if (outcome instanceof ShellClient.Outcome.Unfinished) {
                before = statement + "\n";
            } else {
                err.println("The agent has ended.");
                err.flush();
                return Agent.FAILED;
            }
        }
        if (!before.isEmpty()) {
            err.println("The input ends within a statement: a bracket or a quote is still open.");
            err.flush();
            return Agent.WRONG_INPUT;
        }
        return last;
    }

    private static String next(BufferedReader lines, String prompt, PrintWriter err) throws IOException {
        err.print(prompt);
        err.flush();
        return lines.readLine();
    }
}
