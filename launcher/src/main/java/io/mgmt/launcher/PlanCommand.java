// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mgmt plan --size N}: asks the running agent what a size would mean. */
@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Shows the steps from here to a size of the cluster, with voters, quorum and tolerated failures"
                + " before and after each. Changes nothing.")
final class PlanCommand extends Asking {

    @Option(names = "--size", paramLabel = "N", required = true, completionCandidates = ResizeCommand.Sizes.class,
            description = "How many voters there would be.")
    private String size;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    List<String> arguments() {
        return json ? List.of(size, "--json") : List.of(size);
    }
}
