// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.Objects;

/**
 * Asks for what hosts export.
 *
 * @param kind which kind to collect
 * @param pattern what the kind makes of it; empty: as exported. For {@code file} it replaces the directory
 * @param position where it stands
 */
public record Collect(String kind, String pattern, Position position) {

    public Collect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(position, "position");
    }
}
