// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the distribution lies: {@code features/}, {@code bundles/}, {@code lib/}. */
final class Home {

    private Home() {
    }

    /**
     * The folder that the start script names in {@code mgmt.home}.
     *
     * @throws UserException if it is no distribution
     */
    static Path path() throws UserException {
        Path home = Path.of(System.getProperty("mgmt.home", ".")).toAbsolutePath().normalize();
        if (!Files.isDirectory(home.resolve("features"))) {
            throw new UserException(Agent.FAILED, "There is no distribution of mgmt in " + home
                    + ". Start it with bin/mgmt of an unpacked archive, or with ./mgmt of a clone.");
        }
        return home;
    }
}
