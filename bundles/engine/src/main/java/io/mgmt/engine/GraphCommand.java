// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.core.graph.AutoEdges;
import io.mgmt.core.graph.Port;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.RunningGraph;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * {@code mgmt graph [FILE]}: the running graph, or that of a file, in the DOT language, with its automatic
 * edges; with {@code --json} as an object.
 */
@Component(property = {Command.NAME + "=graph",
    Command.DESCRIPTION + "=Prints the running graph, or a graph file, for Graphviz (DOT), with its automatic edges.",
    Command.USAGE + "=[FILE] [--json]"})
public final class GraphCommand implements Command {

    private final OfflineLoader loader;

    /** There is none where nothing runs. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RunningGraph graph;

    @Activate
    public GraphCommand(@Reference OfflineLoader loader) {
        this.loader = loader;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        boolean isJson = arguments.contains("--json");
        List<String> files = arguments.stream().filter(word -> !word.equals("--json")).toList();
        if (!files.isEmpty()) {
            return loader.run("graph", files, err, loaded -> print(drawing(loaded), isJson, out));
        }
        // Of this bundle; it is not a service as such, because the framework gives one of a class that is not exported
        // to nobody outside.
        if (graph instanceof Engine engine) {
            print(engine.drawing(), isJson, out);
            return Agent.DONE;
        }
        err.println("No graph runs here.\n  Name a graph file.");
        return Agent.WRONG_INPUT;
    }

    private static void print(Drawing drawing, boolean isJson, PrintStream out) {
        out.print(isJson ? drawing.json() : drawing.dot());
    }

    private static Drawing drawing(Loading.Loaded loaded) {
        Graph graph = loaded.graph();
        List<Port> ports = graph.resources().stream().map(spec -> loaded.fresh().get(spec.ref()).port()).toList();
        List<Edge> edges = new ArrayList<>(graph.edges());
        edges.addAll(AutoEdges.find(ports, graph.edges()));
        return Drawing.of(graph, graph.resources().stream().map(ResourceSpec::ref).toList(), edges);
    }
}
