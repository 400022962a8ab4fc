// SPDX-License-Identifier: Apache-2.0
/** The key-value store that the cluster shares, as etcd's API means it (etcd documentation, "etcd API"). */
@Export
@Version("1.0.0")
package io.mgmt.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
