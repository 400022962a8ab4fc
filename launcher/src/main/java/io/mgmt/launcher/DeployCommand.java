// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt deploy JAR}: runs a bundle on all hosts of the cluster, through the running agent. */
@Command(name = "deploy", mixinStandardHelpOptions = true,
        description = {"Runs a bundle on all hosts of the cluster, such as a policy or a kind of resource, and on those"
                + " that come later. Another version of the same name takes the place of the one before.",
            "If it does not run on one host, it is taken back from all, and the one before is current again.",
            "Ctrl-C ends the report alone: the cluster goes on by itself."},
        footer = {"", "Ends with 0 if it runs, also if a host has not answered in time; with 1 if the jar is no bundle,"
                + " or belongs to what ships; with 2 if it was taken back."})
final class DeployCommand extends Reporting {

    @Parameters(paramLabel = "JAR", description = "A bundle: a jar with a Bundle-SymbolicName. At most 16 MiB.")
    private Path jar;

    @Option(names = "--no-wait", description = "Store it, and do not wait for the hosts.")
    private boolean noWait;

    @Override
    List<String> arguments() {
        // The agent reads the file, and stands in another directory.
        List<String> arguments = new ArrayList<>(List.of(jar.toAbsolutePath().normalize().toString()));
        if (noWait) {
            arguments.add("--no-wait");
        }
        return arguments;
    }

    @Override
    String left() {
        return "What is stored already the cluster goes on with by itself; mgmt bundles shows how far it is.";
    }
}
