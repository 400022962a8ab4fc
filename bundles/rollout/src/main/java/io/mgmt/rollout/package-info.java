// SPDX-License-Identifier: Apache-2.0
/** Bundles and configurations for all hosts of the cluster at once. */
package io.mgmt.rollout;
