// SPDX-License-Identifier: Apache-2.0
/** A graph of resources as values, how one is read, and what is said about the one that runs. */
@Export
@Version("1.1.0")
package io.mgmt.graph;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
