// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.graph.Graph;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of reading the graph file. */
sealed interface Loading {

    /**
     * A graph that can run.
     *
     * @param fresh a resource for each that the graph before did not have in the same form
     */
    record Loaded(Graph graph, Map<Ref, Made> fresh) implements Loading {
    }

    /**
     * A graph that cannot run.
     *
     * @param missesBundle that of one of its kinds, or the one that reads files; it may still come
     */
    record Broken(List<Problem> problems, boolean missesBundle) implements Loading {

        /** Everything that is wrong, as a person reads it. */
        String text() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }
}
