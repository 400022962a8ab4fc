// SPDX-License-Identifier: Apache-2.0
/** The etcd process of this host, and the members of the etcd cluster. */
@Export
@Version("1.0.0")
package io.mgmt.etcd;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
