// SPDX-License-Identifier: Apache-2.0
/** A {@link io.mgmt.cluster.ClusterSizingPolicy}: the time of the week says how many voters there are. */
package io.mgmt.sizing.schedule;
