// SPDX-License-Identifier: Apache-2.0
/** The bundles that ship, in a plain Felix without our launcher. */
package io.mgmt.itests.container;
