// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt resources}: asks the running agent about its graph. */
@Command(name = "resources", mixinStandardHelpOptions = true,
        description = "Shows every resource of the running graph: its state, for how long, and why.")
final class ResourcesCommand extends Asking {

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    List<String> arguments() {
        return json ? List.of("--json") : List.of();
    }
}
