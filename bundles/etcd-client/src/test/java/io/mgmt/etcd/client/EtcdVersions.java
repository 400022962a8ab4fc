// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.etcd.server.EtcdBinaries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The versions of etcd that the tests run with: {@code -Detcd.versions=3.5.29,3.6.10} selects others.
 * One that cannot be had is a failure.
 */
final class EtcdVersions {

    private EtcdVersions() {
    }

    static List<String> all() {
        return List.of(System.getProperty("etcd.versions", "3.4.23,3.7.2").split(","));
    }

    static Path binary(String version) throws IOException, InterruptedException {
        return EtcdBinaries.of("", "").version(version, System.err::println).path();
    }
}
