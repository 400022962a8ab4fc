// SPDX-License-Identifier: Apache-2.0
/**
 * What to do with a graph: what is wrong with it, how it differs from the one that runs, and what
 * every vertex does next. Values in, values out; nothing here reads a clock or starts a thread.
 */
@Export
@Version("1.0.0")
package io.mgmt.core.graph;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
