// SPDX-License-Identifier: Apache-2.0
/** The default {@link io.mgmt.cluster.PlacementPolicy}. */
package io.mgmt.placement.spread;
