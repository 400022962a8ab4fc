// SPDX-License-Identifier: Apache-2.0
/** The default {@link io.mgmt.cluster.ClusterSizingPolicy}. */
package io.mgmt.sizing.fixed;
