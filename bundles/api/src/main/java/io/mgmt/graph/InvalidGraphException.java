// SPDX-License-Identifier: Apache-2.0
package io.mgmt.graph;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A graph that cannot be run, with everything that is wrong with it. */
public final class InvalidGraphException extends Exception {

    private final transient List<Problem> problems;
    private final transient Graph readable;

    /** @param problems at least one, in the order of the file */
    public InvalidGraphException(List<Problem> problems) {
        this(problems, null);
    }

    /**
     * @param problems at least one, in the order of the file
     * @param readable what could be read all the same, to look for further problems in; without edges
     *     that seem to dangle only because a resource could not be read. May be null
     */
    public InvalidGraphException(List<Problem> problems, Graph readable) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.readable = readable;
    }

    /** What could be read all the same; must not be run. Empty if that would show nothing further. */
    public Optional<Graph> readable() {
        return Optional.ofNullable(readable);
    }

    /** At least one, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
