// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The cluster that this host belongs to, as last seen.
 *
 * @param clusterId hex as etcdctl prints it; empty until known
 * @param endpoints client URLs, sorted
 * @param leases ids of the leases granted to this host, to be revoked after a crash
 */
public record ClusterState(String clusterId, List<URI> endpoints, List<Long> leases) {

    public ClusterState {
        Objects.requireNonNull(clusterId, "clusterId");
        endpoints = List.copyOf(endpoints);
        leases = List.copyOf(leases);
    }
}
