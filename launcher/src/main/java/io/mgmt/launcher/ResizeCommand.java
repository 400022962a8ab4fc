// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mgmt resize N}: asks the cluster for another size, through the running agent. */
@Command(name = "resize", mixinStandardHelpOptions = true,
        description = {"Sets how many hosts are to run an etcd server with a vote, shows the plan, and reports each step"
                + " until that is reached or nothing more can be done.",
            "Ctrl-C ends the report alone: the cluster goes on by itself."})
final class ResizeCommand extends Reporting {

    @Parameters(paramLabel = "N", completionCandidates = Sizes.class,
            description = "How many voters there are to be, 1 to 9; 3 and 5 are usual."
                    + " 2 and 4 tolerate no more failures than 1 and 3.")
    private String size;

    @Option(names = "--no-wait", description = "Set the size, show the plan, and do not wait for it.")
    private boolean noWait;

    @Option(names = "--json", description = "Print one JSON object, at the end.")
    private boolean json;

    /** What the shell completes: sizes that tolerate more than the next smaller one. */
    static final class Sizes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("1", "3", "5", "7", "9").iterator();
        }
    }

    @Override
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(size));
        if (noWait) {
            arguments.add("--no-wait");
        }
        if (json) {
            arguments.add("--json");
        }
        return arguments;
    }

    @Override
    String left() {
        return "What the cluster was told holds, and it goes on by itself; mgmt members shows how far it is.";
    }
}
