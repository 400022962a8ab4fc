// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt bundles}: asks the running agent what is deployed, and what became of it on each host. */
@Command(name = "bundles", mixinStandardHelpOptions = true,
        description = "Shows which bundles are deployed for all hosts of the cluster, and what became of them on each.")
final class BundlesCommand extends Asking {

    @Option(names = "--all", description = "Show also the bundles that this agent ships with or has from elsewhere.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (all) {
            arguments.add("--all");
        }
        if (json) {
            arguments.add("--json");
        }
        return arguments;
    }
}
