// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt why [HOST]}: asks the running agent for reasons. */
@Command(name = "why", mixinStandardHelpOptions = true,
        description = "Says why a host is, or is not, a member of the cluster. Without a host: for all.")
final class WhyCommand extends Asking {

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The name of a host, as mgmt members shows it.")
    private String host;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (host != null) {
            arguments.add(host);
        }
        if (json) {
            arguments.add("--json");
        }
        return arguments;
    }
}
