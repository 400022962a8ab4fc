// SPDX-License-Identifier: Apache-2.0
/** A {@link io.mgmt.cluster.PlacementPolicy}: hosts with certain labels come first, or last. */
package io.mgmt.placement.pinned;
