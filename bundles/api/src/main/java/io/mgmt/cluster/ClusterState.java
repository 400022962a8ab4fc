// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The cluster that this host belongs to, as last seen.
 *
 * @param clusterId hex as etcdctl prints it; empty until known
 * @param endpoints client URLs, sorted
 * @param leases ids of the leases granted to this host, to be revoked after a crash
 * @param timing what the cluster said last; empty until known
 */
public record ClusterState(String clusterId, List<URI> endpoints, List<Long> leases, Optional<RaftTiming> timing) {

    public ClusterState {
        Objects.requireNonNull(clusterId, "clusterId");
        endpoints = List.copyOf(endpoints);
        leases = List.copyOf(leases);
        Objects.requireNonNull(timing, "timing");
    }

    /** One whose timing is not known. */
    public ClusterState(String clusterId, List<URI> endpoints, List<Long> leases) {
        this(clusterId, endpoints, leases, Optional.empty());
    }

    /** The same, as was seen now. */
    public ClusterState seen(String nowClusterId, List<URI> nowEndpoints, List<Long> nowLeases) {
        return new ClusterState(nowClusterId, nowEndpoints, nowLeases, timing);
    }
}
