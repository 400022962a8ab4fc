// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a command in a Felix of its own, without an agent: the same bundles, nothing started. */
final class OfflineCommand {

    private OfflineCommand() {
    }

    static int run(String name, List<String> arguments) throws Exception {
        Path home = Home.path();
        try (FelixCache cache = FelixCache.create();
                Container container = new Container(cache.directory(), home)) {
            container.start(container.install(Feature.read(home, "offline"), () -> false), Map.of(), () -> false);
            Optional<Command> command = container.service(Command.class, "(" + Command.NAME + "=" + name + ")");
            if (command.isEmpty()) {
                throw new UserException(Agent.FAILED, "No bundle in " + home + " offers the command " + name + ".");
            }
            return command.get().run(arguments, System.out, System.err);
        }
    }
}
