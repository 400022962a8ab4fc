// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.io.PrintStream;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of {@code mgmt}, as a service with the property {@link #NAME}.
 *
 * <p>The same implementation answers the control socket of a running agent and, for what needs no
 * agent, the launcher itself.
 */
@ConsumerType
public interface Command {

    /** Service property: the word after {@code mgmt}, for example {@code status}. */
    String NAME = "mgmt.command";

    /**
     * Runs the command to its end. An interrupt asks it to give up.
     *
     * @param arguments what stands after the name, flags such as {@code --json} included
     * @param out the result, text that a person or (with {@code --json}) a program reads
     * @param err what went wrong, and how to fix it
     * @return the exit code, as in {@link Agent}
     * @throws InterruptedException when the person gave up
     */
    int run(List<String> arguments, PrintStream out, PrintStream err) throws InterruptedException;
}
