// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds small graphs, so that a test shows only what matters. Each part stands on a line of its
 * own.
 */
final class Toy {

    private final List<ResourceSpec> resources = new ArrayList<>();
    private final List<ResourceSpec> exported = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private int line = 1;

    static Toy toy() {
        return new Toy();
    }

    static Ref file(String name) {
        return new Ref("file", name);
    }

    static Edge edge(String from, String to) {
        return new Edge(from + to, file(from), file(to), false, Position.NONE);
    }

    static ResourceSpec spec(String name, Object content) {
        return new ResourceSpec(file(name), Meta.DEFAULT, Map.of("content", content));
    }

    private Position here() {
        return new Position("g.yaml", ++line, 3);
    }

    private ResourceSpec resource(String kind, String name) {
        return new ResourceSpec(new Ref(kind, name), Meta.DEFAULT, Map.of(), here(), Map.of());
    }

    Toy files(String... names) {
        for (String name : names) {
            resources.add(resource("file", name));
        }
        return this;
    }

    Toy of(String kind, String name) {
        resources.add(resource(kind, name));
        return this;
    }

    Toy exports(String name) {
        exported.add(resource("file", name));
        return this;
    }

    /** Edges such as {@code "a b"}. */
    Toy edges(String... ends) {
        for (String end : ends) {
            String[] names = end.split(" ");
            edges.add(new Edge(names[0] + names[1], file(names[0]), file(names[1]), false, here()));
        }
        return this;
    }

    Graph graph() {
        return new Graph("toy", "", resources, exported, edges, List.of());
    }
}
