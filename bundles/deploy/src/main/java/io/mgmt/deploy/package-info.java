// SPDX-License-Identifier: Apache-2.0
/** The directory {@code deploy/}: what is put there runs, and what is taken away ends. */
package io.mgmt.deploy;
