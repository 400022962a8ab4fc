// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import java.util.ArrayList;
import java.util.List;

/**
 * One vertex of a {@link Progress}, with its neighbours. One that is replaced gets another node
 * under the same name, so that what the old one still reports cannot be taken for the new one's.
 */
public final class Node {

    private final ResourceSpec spec;
    final List<Wire> out = new ArrayList<>(2);
    final List<Node> in = new ArrayList<>(2);
    Vertex vertex;
    /** How many predecessors are not in state. */
    int unready;
    /** How many former nodes of this name are not closed yet. */
    int formers;
    long changes;

    /** An edge to a successor. */
    record Wire(Node to, boolean notifies) {
    }

    Node(ResourceSpec spec, Vertex vertex) {
        this.spec = spec;
        this.vertex = vertex;
    }

    public Ref ref() {
        return spec.ref();
    }

    public ResourceSpec spec() {
        return spec;
    }

    /** Where it stands. */
    public Vertex vertex() {
        return vertex;
    }

    /** How often it was changed. */
    public long changes() {
        return changes;
    }

    /** Why it waits, failed or would be changed; empty if there is nothing to say. */
    public String reason() {
        if (vertex.state() != VertexState.WAITING || !vertex.attached()) {
            return vertex.reason();
        }
        if (formers > 0) {
            return "waits until its former version has ended";
        }
        for (Node node : in) {
            if (!node.vertex.isReady()) {
                boolean failed = node.vertex.state() == VertexState.FAILED;
                return "waits for " + node.ref() + (failed ? ", which failed" : "");
            }
        }
        return "is not started any more";
    }

    @Override
    public String toString() {
        return ref() + " " + vertex.state();
    }
}
