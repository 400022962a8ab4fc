// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mgmt forget HOST}: tells the cluster, through the running agent. */
@Command(name = "forget", mixinStandardHelpOptions = true,
        description = "Says that a host that has gone went on purpose: its absence is no outage any more.")
final class ForgetCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AgentChoice agent;

    @Parameters(paramLabel = "HOST", description = "The name of a host, as mgmt members shows it.")
    private String host;

    @Override
    public Integer call() throws Exception {
        return Control.ask(agent, spec, "forget", List.of(host));
    }
}
