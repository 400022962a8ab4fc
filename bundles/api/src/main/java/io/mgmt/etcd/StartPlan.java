// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import io.mgmt.agent.Urls;
import java.time.Duration;
import java.util.Objects;

/**
 * How an etcd process is to be started.
 *
 * @param name of the member: the host name
 * @param initialCluster {@code name=peerUrl,…} as {@code --initial-cluster}; only used with an empty data directory
 * @param founding true for a new cluster, false to join a running one; only used with an empty data directory
 * @param token {@code --initial-cluster-token}
 * @param heartbeat raft's heartbeat interval
 * @param election raft's election time-out
 */
public record StartPlan(String name, Urls clientUrls, Urls advertisedClientUrls, Urls peerUrls,
        Urls advertisedPeerUrls, String initialCluster, boolean founding, String token,
        Duration heartbeat, Duration election) {

    public StartPlan {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(initialCluster, "initialCluster");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(heartbeat, "heartbeat");
        Objects.requireNonNull(election, "election");
        if (clientUrls.isEmpty() || advertisedClientUrls.isEmpty() || peerUrls.isEmpty()
                || advertisedPeerUrls.isEmpty()) {
            throw new IllegalArgumentException("a member needs URLs of each sort: " + clientUrls + " "
                    + advertisedClientUrls + " " + peerUrls + " " + advertisedPeerUrls);
        }
    }
}
