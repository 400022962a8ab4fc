// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Ref;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A graph in the DOT language of Graphviz: sorted and quoted, so that equal graphs give equal text.
 */
public final class Dot {

    private static final Comparator<Edge> BY_ENDS = Comparator.comparing(Edge::from)
            .thenComparing(Edge::to)
            .thenComparing(Edge::name).thenComparing(Edge::notifies);

    private Dot() {
    }

    /**
     * Automatic edges are dashed, those that notify are bold. What is not applied here is dashed too: what
     * the graph exports, by its name in the file, and what it collects. Ends with a line feed.
     *
     * @param vertices what runs, with what was collected
     */
    public static String of(Graph graph, Collection<Ref> vertices, Collection<Edge> edges) {
        StringBuilder dot = new StringBuilder(64 + 40 * (vertices.size() + edges.size()));
        dot.append("digraph ").append(quoted(graph.name())).append(" {\n");
        vertices.stream().sorted().forEach(v -> dot.append("    ").append(quoted(v.toString()))
                .append(";\n"));
        Stream.concat(graph.exported().stream().map(spec -> exported(spec.ref())),
                graph.collects().stream().map(Dot::collect)).distinct().sorted()
                .forEach(text -> dot.append("    ").append(quoted(text)).append(" [style=dashed];\n"));
        edges.stream().sorted(BY_ENDS).forEach(edge -> {
            dot.append("    ").append(quoted(edge.from().toString()))
                    .append(" -> ").append(quoted(edge.to().toString()))
                    .append(" [label=").append(quoted(edge.name()));
            if (edge.notifies()) {
                dot.append(", style=bold");
            } else if (edge.name().equals(AutoEdges.NAME)) {
                dot.append(", style=dashed");
            }
            dot.append("];\n");
        });
        return dot.append("}\n").toString();
    }

    private static String exported(Ref ref) {
        return ref.kind() + "[@@" + ref.name() + "]";
    }

    private static String collect(Collect collect) {
        return "collect " + collect.kind() + (collect.pattern().isEmpty() ? "" : " " + collect.pattern());
    }

    /** Backslashes are doubled because DOT gives some of them a meaning of their own in labels. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                .replace("\r", "\\r") + '"';
    }
}
