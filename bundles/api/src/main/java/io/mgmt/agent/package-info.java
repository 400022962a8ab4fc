// SPDX-License-Identifier: Apache-2.0
/** The process around the bundles: its end, its commands, its time. The launcher exports this package too, so that it can meet the bundles. */
@Export
@Version("1.1.0")
package io.mgmt.agent;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
