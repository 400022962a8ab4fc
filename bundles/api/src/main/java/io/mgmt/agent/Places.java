// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where an agent keeps its state, and what its host is called, unless it is told otherwise. */
public final class Places {

    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private Places() {
    }

    /**
     * The prefix of state directories: {@code /var/lib/mgmt} for root, else
     * {@code $XDG_STATE_HOME/mgmt}, by default {@code ~/.local/state/mgmt} (XDG Base Directory
     * Specification).
     */
    public static Path prefix(Map<String, String> environment, String user, String home) {
        if (user.equals("root")) {
            return Path.of("/var/lib/mgmt");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        return (state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state)).resolve("mgmt");
    }

    /** The prefix for the user that runs this process. */
    public static Path prefix() {
        return prefix(System.getenv(), System.getProperty("user.name"), System.getProperty("user.home"));
    }

    /**
     * The short name of this machine. Asks the kernel and the environment, never a name server,
     * which may take seconds to answer.
     *
     * @throws IllegalArgumentException if the machine has no usable name
     */
    public static HostName hostName() {
        String name = System.getenv().getOrDefault("HOSTNAME", "");
        try {
            name = Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            // Not Linux: the environment has to do.
        }
        int dot = name.indexOf('.');
        return new HostName(dot > 0 ? name.substring(0, dot) : name);
    }
}
