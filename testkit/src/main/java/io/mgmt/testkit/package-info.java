// SPDX-License-Identifier: Apache-2.0
/** For our tests and those of plug-in authors: fakes, clocks and contracts. */
@Export
@Version("1.0.0")
package io.mgmt.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
