// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Ref;
import java.util.Objects;
import java.util.Set;

/**
 * What a resource offers to others and needs of them, for automatic edges.
 *
 * @param autoEdge false: takes no part
 */
public record Port(Ref ref, boolean autoEdge, Set<Ref> provides, Set<Ref> uses) {

    public Port {
        Objects.requireNonNull(ref, "ref");
        provides = Set.copyOf(provides);
        uses = Set.copyOf(uses);
    }
}
