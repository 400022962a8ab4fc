// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where agents keep their state unless they are told otherwise: known to those who look for one, too. */
public final class Places {

    private Places() {
    }

    /** The prefix of state directories for the user of this process. */
    public static Path prefix() {
        return prefix(System.getenv(), Path.of(System.getProperty("user.home", "/")), userIsRoot());
    }

    /**
     * The prefix of state directories: {@code /var/lib/mgmt} for root, else {@code $XDG_STATE_HOME/mgmt},
     * by default {@code ~/.local/state/mgmt}. A relative {@code XDG_STATE_HOME} is ignored (XDG Base
     * Directory Specification 0.8).
     */
    public static Path prefix(Map<String, String> environment, Path home, boolean isRoot) {
        if (isRoot) {
            return Path.of("/var/lib/mgmt");
        }
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        return (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local/state")).resolve("mgmt");
    }

    /** True if this process runs as root. */
    public static boolean userIsRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No /proc: the name has to do.
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
