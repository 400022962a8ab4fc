// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import io.mgmt.agent.HostName;
import io.mgmt.cluster.Host;
import java.nio.file.Path;
import java.util.UUID;

/** A host with a state directory that the test made. */
record TestHost(HostName name, UUID id, Path stateDirectory) implements Host {

    TestHost(String name, Path stateDirectory) {
        this(new HostName(name), new UUID(0, 1), stateDirectory);
    }

    @Override
    public boolean isTemporary() {
        return false;
    }
}
