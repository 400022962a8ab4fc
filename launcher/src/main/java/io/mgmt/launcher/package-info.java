// SPDX-License-Identifier: Apache-2.0
/** The process: flags become configuration, Felix is started, a feature is installed. Not a bundle. */
package io.mgmt.launcher;
