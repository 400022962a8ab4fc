// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mgmt graph FILE}. */
@Command(name = "graph", mixinStandardHelpOptions = true,
        description = "Prints a graph file for Graphviz (DOT), with its automatic edges. Starts nothing.",
        footer = {"", "Draw it with:  mgmt graph FILE | dot -Tsvg > graph.svg"})
final class GraphCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The graph file.")
    private String file;

    @Override
    public Integer call() throws Exception {
        return OfflineCommand.run("graph", List.of(file));
    }
}
