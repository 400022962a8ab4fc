// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.Objects;

/**
 * One thing that is wrong with a graph.
 *
 * @param position where
 * @param message what, quoting the value, in one sentence
 * @param remedy how to fix it
 */
public record Problem(Position position, String message, String remedy) {

    public Problem {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Two lines: where and what, then the remedy. */
    @Override
    public String toString() {
        String where = position.equals(Position.NONE) ? "" : position + ": ";
        return where + message + (remedy.isEmpty() ? "" : "\n  " + remedy);
    }
}
