// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One host of a cluster that is measured: a place on this machine.
 *
 * @param directory what only its processes have in their command lines, and where its data are
 */
record ClusterHost(String name, int clientPort, int peerPort, Path directory) {

    static ClusterHost at(String name, Path directory) throws IOException {
        int client = Mgmt.freePort();
        int peer = Mgmt.freePort();
        while (peer == client) {
            peer = Mgmt.freePort();
        }
        return new ClusterHost(name, client, peer, directory);
    }

    String clientUrl() {
        return "http://127.0.0.1:" + clientPort;
    }

    String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
    }
}
