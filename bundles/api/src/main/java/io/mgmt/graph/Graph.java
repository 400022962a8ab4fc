// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.List;
import java.util.Objects;

/**
 * What a graph file says. A value: nothing is checked here beyond shape; names may still be double
 * and edges may dangle until {@code core} has looked.
 *
 * @param name of the graph
 * @param comment free text, may be empty
 * @param resources applied on this host, in the order of the file
 * @param exported offered to other hosts and not applied here; their names have lost the {@code @@}
 * @param edges in the order of the file
 * @param collects in the order of the file
 */
public record Graph(String name, String comment, List<ResourceSpec> resources, List<ResourceSpec> exported,
        List<Edge> edges, List<Collect> collects) {

    /** No resources, no wishes: what an agent without a file runs. */
    public static final Graph EMPTY = new Graph("empty", "", List.of(), List.of(), List.of(), List.of());

    public Graph {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(comment, "comment");
        resources = List.copyOf(resources);
        exported = List.copyOf(exported);
        edges = List.copyOf(edges);
        collects = List.copyOf(collects);
    }
}
