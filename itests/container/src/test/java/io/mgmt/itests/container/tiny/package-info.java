// SPDX-License-Identifier: Apache-2.0
/** Becomes a bundle of its own, which a test builds and installs. */
package io.mgmt.itests.container.tiny;
