// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import io.mgmt.graph.Graph;
import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with one file, as it is found. */
final class Problems {

    /** A person mends some and looks again; more only scroll the first away. */
    static final int MOST = 100;

    private final String source;
    private final List<Problem> found = new ArrayList<>();
    private int left;

    /** @param source the file as the person named it */
    Problems(String source) {
        this.source = source;
    }

    Position position(Mark mark) {
        return mark == null ? file() : new Position(source, mark.getLine() + 1,
                mark.getColumn() + 1);
    }

    Position position(Node node) {
        return position(node.getStartMark());
    }

    /** The file as a whole. */
    Position file() {
        return new Position(source, 0, 0);
    }

    Position position(int line, int column) {
        return new Position(source, line, column);
    }

    void add(Position position, String message, String remedy) {
        Problem problem = new Problem(position, message, remedy);
        if (found.size() < MOST) {
            // What stands behind an alias is read as often as it is used.
            if (!found.contains(problem)) {
                found.add(problem);
            }
        } else {
            left++;
        }
    }

    void add(Node node, String message, String remedy) {
        add(position(node), message, remedy);
    }

    /** How many were found so far. */
    int count() {
        return found.size() + left;
    }

    void throwIfAny() throws InvalidGraphException {
        throwIfAny(null);
    }

    /** @param readable what could be read all the same; null if nothing could */
    void throwIfAny(Graph readable) throws InvalidGraphException {
        if (found.isEmpty()) {
            return;
        }
        found.sort(Comparator.comparingInt((Problem p) -> p.position().line())
                .thenComparingInt(p -> p.position().column()));
        if (left > 0) {
            found.add(new Problem(file(), "and " + left + " more problems",
                    "Mend the first ones, then look again."));
        }
        throw new InvalidGraphException(found, left > 0 ? null : readable);
    }
}
