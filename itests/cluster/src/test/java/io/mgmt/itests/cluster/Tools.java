// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code PATH} that holds only a few tools: a machine on which something is missing. */
final class Tools {

    private Tools() {
    }

    /** Fills the directory with links to the tools, and returns it. */
    static Path only(Path directory, String... tools) throws IOException {
        Files.createDirectories(directory);
        for (String tool : tools) {
            for (String entry : System.getenv("PATH").split(":")) {
                Path there = Path.of(entry, tool);
                if (Files.isExecutable(there) && !Files.exists(directory.resolve(tool))) {
                    Files.createSymbolicLink(directory.resolve(tool), there);
                }
            }
        }
        return directory;
    }
}
