// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import io.mgmt.agent.Urls;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import java.util.Objects;
import java.util.Optional;

/**
 * What the state directory of a host holds.
 *
 * @param host its name
 * @param directory the state directory, for messages
 * @param hasData etcd's write-ahead log is there: it belongs to some member
 * @param own client URLs at which this host itself serves, if it does: nobody else answers there
 */
public record Stored(String host, String directory, Optional<MemberState> member,
        Optional<ClusterState> cluster, boolean hasData, Urls own) {

    public Stored {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(own, "own");
    }

    /** The cluster id, or empty. */
    String clusterId() {
        return cluster.map(ClusterState::clusterId).orElse("");
    }

    boolean hasEndpoints() {
        return cluster.isPresent() && !cluster.get().endpoints().isEmpty();
    }

    /** True if there were other voters beside it when it last looked. */
    boolean knowsOthers() {
        return cluster.isPresent() && !own.list().containsAll(cluster.get().endpoints());
    }

    /** True if this host ever belonged to a cluster; then it never founds one by itself. */
    boolean isIdentity() {
        return member.isPresent() || !clusterId().isEmpty() || hasEndpoints();
    }
}
