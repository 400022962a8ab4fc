// SPDX-License-Identifier: Apache-2.0
/** This host, and what it keeps about the cluster that it belongs to. */
@Export
@Version("1.0.0")
package io.mgmt.cluster;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
