// SPDX-License-Identifier: Apache-2.0
/**
 * Plays this host's part in the cluster: gathers, lets core decide, and does one step at a time.
 */
package io.mgmt.membership;
