// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mgmt pardon HOST}: tells the cluster, through the running agent. */
@Command(name = "pardon", mixinStandardHelpOptions = true,
        description = "Lifts the ban of a host that failed, and forgets its failures.")
final class PardonCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    @Parameters(paramLabel = "HOST", description = "The name of a host, as mgmt members shows it.")
    private String host;

    @Override
    public Integer call() throws Exception {
        return Control.ask(agent, spec, "pardon", List.of(host));
    }
}
