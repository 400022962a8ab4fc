// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.util.List;

/** What etcd's releases hold, as far as it is used here. */
enum Tool {
    ETCD("etcd", "etcd-server", List.of("--version"), "etcd Version: "),
    ETCDCTL("etcdctl", "etcd-client", List.of("version"), "etcdctl version: ");

    /** Name of the executable. */
    final String file;
    /** The package of Debian and Ubuntu that holds it. */
    final String debianPackage;
    /** Arguments that make it print its version. */
    final List<String> versionArguments;
    /** What stands before the version in that print. */
    final String versionPrefix;

    Tool(String file, String debianPackage, List<String> versionArguments, String versionPrefix) {
        this.file = file;
        this.debianPackage = debianPackage;
        this.versionArguments = versionArguments;
        this.versionPrefix = versionPrefix;
    }
}
