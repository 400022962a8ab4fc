// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which vertices may run, and the cycles that would forbid any. */
public final class Order {

    private Order() {
    }

    /**
     * The vertices with every one after its predecessors, otherwise as they were given.
     *
     * @param edges those that dangle do not count
     * @throws IllegalArgumentException if there is a cycle
     */
    public static List<Ref> of(List<Ref> vertices, List<Edge> edges) {
        int[] order = Indexed.of(vertices, edges).digraph().order();
        if (order.length < vertices.size()) {
            throw new IllegalArgumentException("the edges form a cycle");
        }
        List<Ref> sorted = new ArrayList<>(order.length);
        for (int v : order) {
            sorted.add(vertices.get(v));
        }
        return sorted;
    }

    /**
     * One shortest cycle from each knot of cycles, its first vertex repeated at its end. Edges from
     * a vertex to itself are not looked at.
     */
    static List<List<Ref>> cycles(List<Ref> vertices, List<Edge> edges) {
        Indexed indexed = Indexed.of(vertices, edges.stream().filter(e -> !e.from().equals(e.to()))
                .toList());
        Digraph digraph = indexed.digraph();
        if (digraph.order().length == vertices.size()) {
            return List.of();
        }
        int[] components = digraph.components();
        int[] members = new int[vertices.size() + 1];
        for (int component : components) {
            members[component]++;
        }
        List<List<Ref>> cycles = new ArrayList<>();
        for (int v = 0; v < components.length; v++) {
            if (members[components[v]] > 1) {
                members[components[v]] = 0;
                List<Ref> cycle = new ArrayList<>();
                for (int w : digraph.path(v, v)) {
                    cycle.add(vertices.get(w));
                }
                cycles.add(cycle);
            }
        }
        return cycles;
    }

    /** Refs by number. */
    record Indexed(Map<Ref, Integer> numbers, Digraph digraph) {

        static Indexed of(List<Ref> vertices, List<Edge> edges) {
            Map<Ref, Integer> numbers = new HashMap<>(vertices.size() * 2);
            for (int v = 0; v < vertices.size(); v++) {
                numbers.put(vertices.get(v), v);
            }
            int[] from = new int[edges.size()];
            int[] into = new int[edges.size()];
            int count = 0;
            for (Edge edge : edges) {
                Integer begin = numbers.get(edge.from());
                Integer end = numbers.get(edge.to());
                if (begin != null && end != null) {
                    from[count] = begin;
                    into[count++] = end;
                }
            }
            return new Indexed(numbers, new Digraph(vertices.size(),
                    Arrays.copyOf(from, count), Arrays.copyOf(into, count)));
        }
    }
}
