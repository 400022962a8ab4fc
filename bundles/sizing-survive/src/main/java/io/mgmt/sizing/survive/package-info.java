// SPDX-License-Identifier: Apache-2.0
/** A {@link io.mgmt.cluster.ClusterSizingPolicy}: what is to be survived says how many voters it takes. */
package io.mgmt.sizing.survive;
