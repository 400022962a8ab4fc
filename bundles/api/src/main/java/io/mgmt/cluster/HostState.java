// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a host must not forget over a crash, in its state directory. Each write is atomic and on the
 * disk (fsync of file and directory) when it returns.
 */
@ProviderType
public interface HostState {

    /** {@code state.json}: the only source of the member id that the etcd data belongs to. */
    Optional<MemberState> member() throws IOException;

    /** Must return before an etcd process with this identity is spawned. */
    void member(MemberState state) throws IOException;

    /** Forgets the member, after its data was archived. */
    void forgetMember() throws IOException;

    /** {@code cluster.json}: the cluster, the endpoints and the leases last seen. */
    Optional<ClusterState> cluster() throws IOException;

    void cluster(ClusterState state) throws IOException;

    /** Leaves the cluster for good (--new-cluster). */
    void forgetCluster() throws IOException;
}
