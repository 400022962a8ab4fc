// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mgmt validate FILE}. */
@Command(name = "validate", mixinStandardHelpOptions = true,
        description = "Checks a graph file and names every wrong line. Starts nothing.")
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The graph file.")
    private String file;

    @Override
    public Integer call() throws Exception {
        return OfflineCommand.run("validate", List.of(file));
    }
}
