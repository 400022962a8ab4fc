// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import io.mgmt.agent.HostName;
import io.mgmt.agent.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What holds where nothing is configured.
 *
 * @param environment variables of the process
 * @param kernelHostname the file in which Linux shows its host name
 * @param home of the user
 * @param isRoot the process may write to {@code /var/lib}
 */
record Defaults(Map<String, String> environment, Path kernelHostname, Path home, boolean isRoot) {

    static Defaults ofThisProcess() {
        return new Defaults(System.getenv(), Path.of("/proc/sys/kernel/hostname"),
                Path.of(System.getProperty("user.home", "/")), Places.userIsRoot());
    }

    /**
     * The configured name, or the short name of the machine. Asks the kernel and never the DNS,
     * which may take seconds to answer.
     */
    HostName hostName(String configured) {
        String name = configured.isBlank() ? machineName() : configured.strip();
        try {
            return new HostName(name);
        } catch (IllegalArgumentException e) {
            throw new WrongInputException(e.getMessage() + (configured.isBlank()
                    ? "\n  It is the name of this machine; pass another with --hostname."
                    : ""), e);
        }
    }

    private String machineName() {
        String full;
        try {
            full = Files.readString(kernelHostname);
        } catch (IOException e) {
            // No Linux: shells of other systems export the name.
            full = environment.getOrDefault("HOSTNAME", "");
        }
        String name = full.strip();
        int dot = name.indexOf('.');
        String shortName = dot < 0 ? name : name.substring(0, dot);
        if (shortName.isEmpty()) {
            throw new WrongInputException("This machine tells no host name. Pass one with"
                    + " --hostname.");
        }
        return shortName;
    }

    /** The configured prefix, or the one for this user; absolute. */
    Path prefix(String configured) {
        if (!configured.isBlank()) {
            return Path.of(configured).toAbsolutePath().normalize();
        }
        return Places.prefix(environment, home, isRoot);
    }
}
