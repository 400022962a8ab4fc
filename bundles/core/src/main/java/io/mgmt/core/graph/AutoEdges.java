// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the edges that nobody has to write: from what provides something to what uses it. */
public final class AutoEdges {

    /** The name of every automatic edge. */
    public static final String NAME = "auto";

    private AutoEdges() {
    }

    /**
     * The automatic edges, by look-up and not by comparing all pairs. An explicit edge wins: none
     * is added beside it or against it. None closes a cycle; of several that would close one
     * together, the first ones stay.
     *
     * @param explicit without cycles
     * @return in the order of the ports that use something
     */
    public static List<Edge> find(List<Port> ports, List<Edge> explicit) {
        Map<Ref, List<Ref>> providers = new HashMap<>();
        for (Port port : ports) {
            if (port.autoEdge()) {
                for (Ref provided : port.provides()) {
                    providers.computeIfAbsent(provided, p -> new ArrayList<>(1)).add(port.ref());
                }
            }
        }
        // Made for the first edge: most graphs of many files have none.
        Set<Pair> taken = null;
        List<Edge> found = new ArrayList<>();
        for (Port port : ports) {
            if (!port.autoEdge() || port.uses().isEmpty()) {
                continue;
            }
            for (Ref provider : before(port, providers)) {
                taken = taken == null ? pairs(explicit) : taken;
                if (!taken.contains(new Pair(provider, port.ref()))) {
                    found.add(new Edge(NAME, provider, port.ref(), false, Position.NONE));
                }
            }
        }
        return found.isEmpty() ? found : withoutCycles(ports, explicit, found);
    }

    private static Set<Ref> before(Port port, Map<Ref, List<Ref>> providers) {
        Set<Ref> before = null;
        for (Ref used : port.uses()) {
            List<Ref> refs = providers.get(used);
            if (refs != null) {
                before = before == null ? new TreeSet<>() : before;
                before.addAll(refs);
            }
        }
        if (before == null) {
            return Set.of();
        }
        before.remove(port.ref());
        return before;
    }

    /** Both ways round. */
    private static Set<Pair> pairs(List<Edge> edges) {
        Set<Pair> pairs = new HashSet<>(edges.size() * 4);
        for (Edge edge : edges) {
            pairs.add(new Pair(edge.from(), edge.to()));
            pairs.add(new Pair(edge.to(), edge.from()));
        }
        return pairs;
    }

    private record Pair(Ref from, Ref to) {
    }

    private static List<Edge> withoutCycles(List<Port> ports, List<Edge> explicit,
            List<Edge> found) {
        List<Ref> refs = ports.stream().map(Port::ref).toList();
        List<Edge> all = new ArrayList<>(explicit);
        all.addAll(found);
        Order.Indexed indexed = Order.Indexed.of(refs, all);
        if (indexed.digraph().order().length == refs.size()) {
            return found;
        }
        // An edge between two components is in no cycle; only those within one are tried one by
        // one.
        int[] components = indexed.digraph().components();
        Map<Ref, Integer> numbers = indexed.numbers();
        Reach reach = new Reach(refs.size());
        for (Edge edge : explicit) {
            Integer from = numbers.get(edge.from());
            Integer to = numbers.get(edge.to());
            if (from != null && to != null && components[from] == components[to]) {
                reach.add(from, to);
            }
        }
        List<Edge> kept = new ArrayList<>(found.size());
        for (Edge edge : found) {
            int from = numbers.get(edge.from());
            int to = numbers.get(edge.to());
            if (components[from] != components[to]) {
                kept.add(edge);
            } else if (!reach.leads(to, from)) {
                reach.add(from, to);
                kept.add(edge);
            }
        }
        return kept;
    }

    /** A directed graph that grows, and says whether a path leads somewhere. */
    private static final class Reach {

        private final Map<Integer, List<Integer>> next = new HashMap<>();
        private final int[] visited;
        private int visit;

        Reach(int size) {
            visited = new int[size];
        }

        void add(int from, int to) {
            next.computeIfAbsent(from, f -> new ArrayList<>(2)).add(to);
        }

        boolean leads(int from, int to) {
            visit++;
            List<Integer> open = new ArrayList<>(List.of(from));
            visited[from] = visit;
            while (!open.isEmpty()) {
                int v = open.remove(open.size() - 1);
                if (v == to) {
                    return true;
                }
                for (int w : next.getOrDefault(v, List.of())) {
                    if (visited[w] != visit) {
                        visited[w] = visit;
                        open.add(w);
                    }
                }
            }
            return false;
        }
    }
}
