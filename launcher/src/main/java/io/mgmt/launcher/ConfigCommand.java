// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt config}: shows, sets and takes back configurations of all hosts, through the running agent. */
@Command(name = "config", mixinStandardHelpOptions = true,
        description = {"Configures a bundle on all hosts of the cluster, and on those that come later: a policy, for"
                + " example. What was set on the host itself stands again once it is taken back.",
            "Without KEY=VALUE it shows what is set; without PID, for which configurations something is set."},
        footer = {"", "For example:  mgmt config org.example.policy min=3",
            "              mgmt config org.example.policy min="})
final class ConfigCommand extends Asking {

    @Parameters(index = "0", arity = "0..1", paramLabel = "PID",
            description = "The configuration: mostly the symbolic name of the bundle.")
    private String pid;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY=VALUE",
            description = "Properties to be set. Several values of one are separated by comma. KEY= takes it back.")
    private List<String> settings = List.of();

    @Option(names = "--unset", paramLabel = "KEY", description = "Take back a property; may be repeated.")
    private List<String> unset = List.of();

    @Option(names = "--json", description = "Print what is set as JSON.")
    private boolean json;

    @Override
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (pid != null) {
            arguments.add(pid);
        }
        arguments.addAll(settings);
        unset.forEach(key -> arguments.add("--unset=" + key));
        if (json) {
            arguments.add("--json");
        }
        return arguments;
    }
}
