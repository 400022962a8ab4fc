// SPDX-License-Identifier: Apache-2.0
/** The control socket of the agent, and the commands that it answers. */
package io.mgmt.shell;
