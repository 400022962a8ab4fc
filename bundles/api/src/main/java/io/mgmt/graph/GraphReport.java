// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.List;
import java.util.Objects;

/**
 * The running graph at one moment.
 *
 * @param graph its name
 * @param source the file, or empty
 * @param converged no vertex is waiting to run or running
 * @param vertices sorted by kind and name
 * @param problem why the newest version of the file does not run; empty if it does
 */
public record GraphReport(String graph, String source, boolean converged, List<Vertex> vertices, String problem) {

    /**
     * One vertex.
     *
     * @param reason why it waits or failed; empty if there is nothing to say
     * @param changes how often it was changed since the agent started
     * @param sinceMillis epoch milliseconds: since when it was seen in this state; for people, as clocks jump
     */
    public record Vertex(Ref ref, VertexState state, String reason, long changes, long sinceMillis) {
        public Vertex {
            Objects.requireNonNull(ref, "ref");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(reason, "reason");
        }
    }

    public GraphReport {
        vertices = List.copyOf(vertices);
    }

    /** How many vertices are in the state. */
    public long count(VertexState state) {
        return vertices.stream().filter(v -> v.state() == state).count();
    }
}
