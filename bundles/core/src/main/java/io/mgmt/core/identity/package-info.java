// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what one host does with its identity: found, start its own member, connect or refuse;
 * then, step by step, what it records and which keys it writes.
 */
@Export
@Version("1.0.0")
package io.mgmt.core.identity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
