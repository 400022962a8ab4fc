// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt policies}: asks the running agent which policies decide. */
@Command(name = "policies", mixinStandardHelpOptions = true,
        description = "Shows the sizing and placement policies: which are installed, which one decides, and what each of"
                + " them says now.")
final class PoliciesCommand extends Asking {

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    List<String> arguments() {
        return json ? List.of("--json") : List.of();
    }
}
