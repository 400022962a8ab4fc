// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt status}: asks the running agent. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Shows the running agent: host, etcd, the members of the cluster and what is wrong"
                + " with it, graph, resources by state, failures with their reasons.")
final class StatusCommand extends Asking {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    List<String> arguments() {
        return json ? List.of("--json") : List.of();
    }
}
