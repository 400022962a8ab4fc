// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Puts an etcd into {@code lib/} of a distribution, which then runs offline: the profile
 * {@code bundled-etcd} of the build calls it. The binary is the one that the agent itself would fetch.
 */
public final class BundleEtcd {

    private BundleEtcd() {
    }

    /** @param arguments the directory to put {@code etcd} into */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        EtcdBinaries binaries = EtcdBinaries.of("", "");
        EtcdBinaries.Found found =
                binaries.version(CargoCrate.DEFAULT_VERSION, line -> System.err.println("etcd: " + line));
        Path etcd = Files.createDirectories(Path.of(arguments[0])).resolve("etcd");
        Files.copy(found.path(), etcd, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(etcd, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
