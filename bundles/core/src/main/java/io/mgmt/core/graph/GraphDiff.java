// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one graph differs from the next. Resources are compared by what they ask for, wherever they
 * stand; edges by their ends and whether they notify, whatever their names.
 *
 * @param added in the order of the new graph
 * @param removed in the order of the old graph
 * @param replaced the new ones of those that ask for something else under the same name
 * @param untouched those that ask for the same
 * @param edgesAdded in the order of the new graph
 * @param edgesRemoved in the order of the old graph
 */
public record GraphDiff(List<ResourceSpec> added, List<ResourceSpec> removed,
        List<ResourceSpec> replaced,
        List<ResourceSpec> untouched, List<Edge> edgesAdded, List<Edge> edgesRemoved) {

    public GraphDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        replaced = List.copyOf(replaced);
        untouched = List.copyOf(untouched);
        edgesAdded = List.copyOf(edgesAdded);
        edgesRemoved = List.copyOf(edgesRemoved);
    }

    /** The difference; no name may be double in either. */
    public static GraphDiff between(Collection<ResourceSpec> before, Collection<Edge> edgesBefore,
            Collection<ResourceSpec> after, Collection<Edge> edgesAfter) {
        Map<Ref, ResourceSpec> old = new LinkedHashMap<>(before.size() * 2);
        for (ResourceSpec spec : before) {
            old.put(spec.ref(), spec);
        }
        List<ResourceSpec> added = new ArrayList<>();
        List<ResourceSpec> replaced = new ArrayList<>();
        List<ResourceSpec> untouched = new ArrayList<>();
        for (ResourceSpec spec : after) {
            ResourceSpec was = old.remove(spec.ref());
            (was == null ? added : was.equals(spec) ? untouched : replaced).add(spec);
        }
        return new GraphDiff(added, List.copyOf(old.values()), replaced, untouched,
                without(edgesAfter, edgesBefore), without(edgesBefore, edgesAfter));
    }

    /** True if nothing differs. */
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && replaced.isEmpty()
                && edgesAdded.isEmpty() && edgesRemoved.isEmpty();
    }

    private record Wire(Ref from, Ref to, boolean notifies) {
        static Wire of(Edge edge) {
            return new Wire(edge.from(), edge.to(), edge.notifies());
        }
    }

    private static List<Edge> without(Collection<Edge> edges, Collection<Edge> others) {
        if (edges.isEmpty() || others.isEmpty()) {
            return List.copyOf(edges);
        }
        Set<Wire> known = new HashSet<>(others.size() * 2);
        for (Edge edge : others) {
            known.add(Wire.of(edge));
        }
        List<Edge> left = new ArrayList<>();
        for (Edge edge : edges) {
            if (!known.contains(Wire.of(edge))) {
                left.add(edge);
            }
        }
        return left;
    }
}
