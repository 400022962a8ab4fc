// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.core.graph.Dot;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A graph as it is drawn.
 *
 * @param graph as the file has it
 * @param states of what runs, with what was collected
 * @param vertices the same, or, of a graph that does not run, what would
 * @param edges automatic ones too
 */
record Drawing(Graph graph, SortedMap<Ref, VertexState> states, List<Ref> vertices, List<Edge> edges) {

    private static final Comparator<Edge> BY_ENDS = Comparator.comparing(Edge::from).thenComparing(Edge::to)
            .thenComparing(Edge::name);

    Drawing {
        vertices = vertices.stream().sorted().toList();
        edges = edges.stream().sorted(BY_ENDS).toList();
    }

    static Drawing of(Graph graph, List<Ref> vertices, List<Edge> edges) {
        return new Drawing(graph, new TreeMap<>(), vertices, edges);
    }

    static Drawing of(Graph graph, SortedMap<Ref, VertexState> states, List<Edge> edges) {
        return new Drawing(graph, states, List.copyOf(states.keySet()), edges);
    }

    String dot() {
        return Dot.of(graph, vertices, edges);
    }

    /** One object: name, vertices, edges, what is exported and what is collected. */
    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", graph.name());
        json.put("vertices", vertices.stream().map(this::vertex).toList());
        json.put("edges", edges.stream().map(Drawing::edge).toList());
        json.put("exports", graph.exported().stream().map(ResourceSpec::ref).sorted().map(Drawing::ref).toList());
        json.put("collects", graph.collects().stream()
                .map(collect -> Map.of("kind", collect.kind(), "pattern", collect.pattern())).toList());
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> vertex(Ref ref) {
        Map<String, Object> json = ref(ref);
        if (states.containsKey(ref)) {
            json.put("state", states.get(ref).name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return json;
    }

    private static Map<String, Object> edge(Edge edge) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", edge.name());
        json.put("from", ref(edge.from()));
        json.put("to", ref(edge.to()));
        json.put("notify", edge.notifies());
        return json;
    }

    private static Map<String, Object> ref(Ref ref) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", ref.kind());
        json.put("name", ref.name());
        return json;
    }
}
