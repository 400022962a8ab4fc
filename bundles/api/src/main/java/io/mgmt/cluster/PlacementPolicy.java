// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Ranks hosts: who comes first when the cluster grows, who goes first when it shrinks. A service; the
 * best ranked one decides. Must be pure and quick, and is also asked about views that only might be.
 */
@ConsumerType
public interface PlacementPolicy {

    /**
     * Asked before every decision.
     *
     * @param view as the leader sees the cluster
     * @return never null
     */
    Placement rank(ClusterView view);
}
