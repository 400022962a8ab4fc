// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The kind {@code exec}: runs a command.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><td>cmd</td><td>required; with {@code shell} a text for that shell, else one executable.
 *     Without {@code shell} and {@code args} it is split as a shell would split it (blanks, quotes,
 *     backslash), and nothing more: no variables, no pipes</td></tr>
 * <tr><td>args</td><td>list; with {@code shell} they are {@code $1}, {@code $2} …</td></tr>
 * <tr><td>shell</td><td>such as {@code /bin/sh}: {@code cmd}, {@code ifcmd} and {@code watchcmd}
 *     are then given to {@code shell -c}; without it the latter two are always split as
 *     above</td></tr>
 * <tr><td>cwd</td><td>absolute; {@code /} if absent, so that it does not matter where the agent was
 *     started</td></tr>
 * <tr><td>env</td><td>map; added to the environment of the agent</td></tr>
 * <tr><td>timeout</td><td>seconds, for {@code cmd} and for {@code ifcmd}; 0 or absent:
 *     none</td></tr>
 * <tr><td>ifcmd</td><td>the command runs only if this one exits 0. <b>It must not write</b>: it is
 *     a question, and it is asked by checks, so also with noop</td></tr>
 * <tr><td>watchcmd</td><td>runs all the time; each line on its standard output asks for a
 *     run</td></tr>
 * <tr><td>creates</td><td>absolute path: in state while it exists</td></tr>
 * <tr><td>user</td><td>all three commands run as that user; the agent must be root</td></tr>
 * </table>
 *
 * <p><b>When it runs.</b> With {@code creates}: whenever it is checked and the path is missing (a
 * command that exits 0 and leaves it missing has failed), and after a refresh. Without: once after
 * everything before it is in state, and again after each
 * <ul>
 * <li>refresh, which is what a notify edge asks for; if the same turn of the engine ran it already,
 *     as its first turn does, that was enough;</li>
 * <li>line of {@code watchcmd}, and each restart of it, because lines may have been lost;</li>
 * <li>{@code poll} time (meta parameter) since the last run.</li>
 * </ul>
 * So an exec that is to run only when it is notified says {@code creates: /}. A change of a
 * predecessor over an edge that does not notify orders, and is no reason to run again. A run that
 * failed is still to be done. {@code ifcmd} stands before every run, whatever asked for it; as long
 * as it says no, nothing runs and the resource is in state, and it is asked again at the next
 * check.
 *
 * <p>When bundles are replaced while the agent runs, what ran is not run again, but for the last two.
 *
 * <p><b>How it runs.</b> In a session of its own, so that a Ctrl-C to the agent does not reach it,
 * with no input. Time-out, cancellation and the end of the resource end all processes of that
 * session: TERM, and after 2 s KILL. When the command ends by itself, what it left in the
 * background lives on, but nobody reads its output any more: redirect that.
 */
@Component(property = ResourceType.KIND + "=exec")
public final class ExecType implements ResourceType {

    private final FileWatch files;
    private final Limits limits;
    private final Sessions sessions;

    @Activate
    public ExecType(@Reference FileWatch files) {
        this(files, Limits.DEFAULT);
    }

    ExecType(FileWatch files, Limits limits) {
        this.files = files;
        this.limits = limits;
        this.sessions = new Sessions(limits.grace());
    }

    @Override
    public Resource create(ResourceSpec spec) throws InvalidResourceException {
        return new ExecResource(ExecSpec.parse(spec), files, sessions, limits, System::nanoTime);
    }

    /** Ends every process that is still there, all at once; takes little more than the grace. */
    @Deactivate
    public void close() {
        sessions.close();
    }
}
