// SPDX-License-Identifier: Apache-2.0
/**
 * Decides who is a member: the one next step of the leader, the duty of every host, the plan of a resize,
 * and why each host is, or is not, a member. Values in, values out; nothing here reads a clock.
 */
@Export
@Version("1.0.0")
package io.mgmt.core.membership;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
