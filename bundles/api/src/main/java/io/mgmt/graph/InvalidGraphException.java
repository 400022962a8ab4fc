// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.List;
import java.util.stream.Collectors;

/** A graph that cannot be run, with everything that is wrong with it. */
public final class InvalidGraphException extends Exception {

    private final transient List<Problem> problems;

    /** @param problems at least one, in the order of the file */
    public InvalidGraphException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
