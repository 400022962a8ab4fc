// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.graph.Graph;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code mgmt validate FILE}: every wrong line of a graph file, or that there is none. */
@Component(property = Command.NAME + "=validate")
public final class ValidateCommand implements Command {

    private final OfflineLoader loader;

    @Activate
    public ValidateCommand(@Reference OfflineLoader loader) {
        this.loader = loader;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        Optional<Loading.Loaded> loaded = loader.load("validate", arguments, err);
        if (loaded.isEmpty()) {
            return Agent.WRONG_INPUT;
        }
        Graph graph = loaded.get().graph();
        out.println(arguments.get(0) + " is valid: graph \"" + graph.name() + "\", "
                + count(graph.resources().size(), "resource") + ", " + graph.exported().size() + " exported, "
                + count(graph.edges().size(), "edge") + ", " + graph.collects().size() + " to collect.");
        return Agent.DONE;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
