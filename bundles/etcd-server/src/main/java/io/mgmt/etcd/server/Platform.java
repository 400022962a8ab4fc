// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.util.Locale;

/** Operating system and processor as Go names them, such as {@code linux-amd64}. */
record Platform(String name) {

    static Platform here() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux"
                : os.replace(' ', '_');
        String processor = switch (osArch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        return new Platform(system + "-" + processor);
    }

    boolean isLinux() {
        return name.startsWith("linux-");
    }

    @Override
    public String toString() {
        return name;
    }
}
