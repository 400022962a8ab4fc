// SPDX-License-Identifier: Apache-2.0
/** Part of the build: writes the lists of bundles in the formats of others. Not shipped as a bundle. */
package io.mgmt.features;
