// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mgmt pardon HOST}: tells the cluster, through the running agent. */
@Command(name = "pardon", mixinStandardHelpOptions = true,
        description = "Lifts the ban of a host that failed, and forgets its failures.")
final class PardonCommand extends Asking {

    @Parameters(paramLabel = "HOST", description = "The name of a host, as mgmt members shows it.")
    private String host;

    @Override
    List<String> arguments() {
        return List.of(host);
    }
}
