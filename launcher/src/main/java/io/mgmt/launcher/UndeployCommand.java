// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt undeploy NAME}: takes a bundle back from all hosts, through the running agent. */
@Command(name = "undeploy", mixinStandardHelpOptions = true,
        description = {"Takes a bundle that was deployed back from all hosts of the cluster: what was there before it"
                + " decides again.",
            "Ctrl-C ends the report alone: the cluster goes on by itself."})
final class UndeployCommand extends Reporting {

    @Parameters(paramLabel = "NAME", description = "The symbolic name of a bundle, as mgmt bundles shows it.")
    private String name;

    @Option(names = "--no-wait", description = "Do not wait for the hosts.")
    private boolean noWait;

    @Override
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(name));
        if (noWait) {
            arguments.add("--no-wait");
        }
        return arguments;
    }

    @Override
    String left() {
        return "The cluster goes on by itself; mgmt bundles shows how far it is.";
    }
}
