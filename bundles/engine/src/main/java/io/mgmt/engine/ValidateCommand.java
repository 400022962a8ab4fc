// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Command;
import io.mgmt.graph.Graph;
import java.io.PrintStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code mgmt validate FILE}: every wrong line of a graph file, or that there is none. */
@Component(property = {Command.NAME + "=validate",
    Command.DESCRIPTION + "=Checks a graph file and names every wrong line. Starts nothing.",
    Command.USAGE + "=FILE"})
public final class ValidateCommand implements Command {

    private final OfflineLoader loader;

    @Activate
    public ValidateCommand(@Reference OfflineLoader loader) {
        this.loader = loader;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        return loader.run("validate", arguments, err,
                loaded -> out.println(arguments.get(0) + " is valid: " + summary(loaded.graph())));
    }

    private static String summary(Graph graph) {
        return "graph \"" + graph.name() + "\", "
                + count(graph.resources().size(), "resource") + ", " + graph.exported().size() + " exported, "
                + count(graph.edges().size(), "edge") + ", " + graph.collects().size() + " to collect.";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
