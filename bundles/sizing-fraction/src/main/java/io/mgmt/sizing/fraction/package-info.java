// SPDX-License-Identifier: Apache-2.0
/** A {@link io.mgmt.cluster.ClusterSizingPolicy}: a share of the hosts that there are. */
package io.mgmt.sizing.fraction;
