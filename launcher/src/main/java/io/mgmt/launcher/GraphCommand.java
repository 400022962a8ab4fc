// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt graph [FILE]}: the graph of the running agent, or that of a file. */
@Command(name = "graph", mixinStandardHelpOptions = true,
        description = {"Prints the running graph, or a graph file, for Graphviz (DOT), with its automatic edges.",
            "With FILE no agent is asked, and nothing is started."},
        footer = {"", "Draw it with:  mgmt graph FILE | dot -Tsvg > graph.svg"})
final class GraphCommand extends Asking {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The graph file. Default: what the agent runs.")
    private String file;

    @Option(names = "--json", description = "Print one JSON object: vertices (with states, if they run) and edges.")
    private boolean json;

    @Override
    List<String> arguments() {
        return Stream.concat(Stream.ofNullable(file), json ? Stream.of("--json") : Stream.empty()).toList();
    }

    @Override
    public Integer call() throws Exception {
        return file == null ? super.call() : OfflineCommand.run("graph", arguments());
    }
}
