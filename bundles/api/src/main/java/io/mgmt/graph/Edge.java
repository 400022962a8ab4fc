// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.Objects;

/**
 * {@code to} is applied after {@code from} is in state.
 *
 * @param name for people; two edges may have the same
 * @param notifies a change of {@code from} also refreshes {@code to}
 * @param position where it stands; does not count for equality
 */
public record Edge(String name, Ref from, Ref to, boolean notifies, Position position) {

    public Edge {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(position, "position");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Edge that && name.equals(that.name) && from.equals(that.from)
                && to.equals(that.to) && notifies == that.notifies;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, from, to, notifies);
    }
}
