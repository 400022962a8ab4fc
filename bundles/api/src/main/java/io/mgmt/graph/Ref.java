// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.Objects;

/** Names a resource within a graph. Prints as {@code file[/etc/motd]}. */
public record Ref(String kind, String name) implements Comparable<Ref> {

    public Ref {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public int compareTo(Ref other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind + "[" + name + "]";
    }
}
