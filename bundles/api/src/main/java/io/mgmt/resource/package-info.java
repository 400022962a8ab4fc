// SPDX-License-Identifier: Apache-2.0
/** What a resource kind implements, and what the engine gives to it. */
@Export
@Version("1.0.0")
package io.mgmt.resource;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
