// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Command;
import io.mgmt.core.graph.AutoEdges;
import io.mgmt.core.graph.Dot;
import io.mgmt.core.graph.Port;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.ResourceSpec;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code mgmt graph FILE}: a graph file in the DOT language, with its automatic edges. */
@Component(property = Command.NAME + "=graph")
public final class GraphCommand implements Command {

    private final OfflineLoader loader;

    @Activate
    public GraphCommand(@Reference OfflineLoader loader) {
        this.loader = loader;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        return loader.run("graph", arguments, err, loaded -> out.print(dot(loaded)));
    }

    private static String dot(Loading.Loaded loaded) {
        Graph graph = loaded.graph();
        List<Port> ports = graph.resources().stream().map(spec -> loaded.fresh().get(spec.ref()).port()).toList();
        List<Edge> edges = new ArrayList<>(graph.edges());
        edges.addAll(AutoEdges.find(ports, graph.edges()));
        return Dot.of(graph, graph.resources().stream().map(ResourceSpec::ref).toList(), edges);
    }
}
