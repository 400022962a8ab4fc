// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mgmt status}: asks the running agent. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Shows the running agent: host, etcd, the members of the cluster and what is wrong"
                + " with it, graph, resources by state, failures with their reasons.")
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        return Control.ask(agent, spec, "status", json ? List.of("--json") : List.of());
    }
}
