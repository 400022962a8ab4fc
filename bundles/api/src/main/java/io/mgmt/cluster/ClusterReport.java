// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * This host's part in the cluster, at one moment.
 *
 * @param role in words, such as {@code voter}, {@code client (--no-server)} or {@code not connected}
 * @param clusterId hex; empty until known
 * @param idealClusterSize what is in force; 0 until known
 * @param endpoints client URLs in use
 * @param connected true while the store answers
 * @param notes what a person should know, in sentences; most important first
 */
public record ClusterReport(String role, String clusterId, int idealClusterSize, List<URI> endpoints,
        boolean connected, List<String> notes) {

    public ClusterReport {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(clusterId, "clusterId");
        endpoints = List.copyOf(endpoints);
        notes = List.copyOf(notes);
    }
}
