// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mgmt forget HOST}: tells the cluster, through the running agent. */
@Command(name = "forget", mixinStandardHelpOptions = true,
        description = "Says that a host that has gone went on purpose: its absence is no outage any more.")
final class ForgetCommand extends Asking {

    @Parameters(paramLabel = "HOST", description = "The name of a host, as mgmt members shows it.")
    private String host;

    @Override
    List<String> arguments() {
        return List.of(host);
    }
}
