// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of {@code mgmt}, as a service with the property {@link #NAME}.
 *
 * <p>The same implementation answers the control socket of a running agent, Gogo as {@code mgmt:NAME},
 * and, for what needs no agent, the launcher itself. {@link #DESCRIPTION} and {@link #USAGE} are what
 * {@code help} and completion know of it.
 */
@ConsumerType
public interface Command {

    /** Service property: the word after {@code mgmt}, for example {@code status}. */
    String NAME = "mgmt.command";

    /**
     * Service property, a text or several: what the command does. The first is one sentence, with which a
     * list of commands shows it; further ones are for who asks about this command alone.
     */
    String DESCRIPTION = "mgmt.description";

    /**
     * Service property, a text: what stands after the name, for example {@code [HOST] [--json]}. A shell
     * completes the flags that are named here; and in the place of {@code HOST} the hosts of the
     * cluster, of {@code N} sizes of a cluster, of {@code COMMAND} the commands.
     */
    String USAGE = "mgmt.usage";

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

    /**
     * The same as values, for a shell with pipes and closures. A command that changes something, or that
     * tells piece by piece, has only {@link #run}.
     *
     * @param arguments as for {@link #run}
     * @return empty if for these arguments there is only text; then nothing was done
     * @throws InterruptedException when the person gave up
     */
    default Optional<Answer> answer(List<String> arguments) throws InterruptedException {
        return Optional.empty();
    }
}
