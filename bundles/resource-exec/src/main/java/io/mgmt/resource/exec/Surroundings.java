// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command runs, and as whom.
 *
 * @param directory the working directory; absent: the root
 * @param environment added to that of the agent
 * @param user absent: the agent's
 */
record Surroundings(Optional<Path> directory, Map<String, String> environment,
        Optional<String> user) {

    Surroundings {
        environment = Map.copyOf(environment);
    }

    Path workingDirectory() {
        return directory.orElse(Path.of("/"));
    }
}
