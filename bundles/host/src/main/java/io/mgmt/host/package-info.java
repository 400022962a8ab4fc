// SPDX-License-Identifier: Apache-2.0
/**
 * Who this agent is: its name, its state directory with the lock and the host id, what it must not
 * forget over a crash, and time.
 */
package io.mgmt.host;
