// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * How many voters the cluster should have now, and why. A service; the best ranked one decides. Must be
 * pure and quick: same view (it carries the time), same answer. One that throws, or takes over 1 s, is
 * skipped for the next best.
 */
@ConsumerType
public interface ClusterSizingPolicy {

    /**
     * Asked before every decision.
     *
     * @param view as the leader sees the cluster
     * @return never null; a number over the configured bound is taken for a wrong answer
     */
    Sizing size(ClusterView view);
}
