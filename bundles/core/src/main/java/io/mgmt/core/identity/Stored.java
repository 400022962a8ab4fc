// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

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
 */
public record Stored(String host, String directory, Optional<MemberState> member,
        Optional<ClusterState> cluster, boolean hasData) {

    public Stored {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(member, "member");
        Objects.requireNonNull(cluster, "cluster");
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
        return cluster.isPresent() && cluster.get().endpoints().size() > 1;
    }

    /** True if this host ever belonged to a cluster; then it never founds one by itself. */
    boolean isIdentity() {
        return member.isPresent() || !clusterId().isEmpty() || hasEndpoints();
    }
}
