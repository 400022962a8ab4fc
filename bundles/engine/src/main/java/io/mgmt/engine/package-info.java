// SPDX-License-Identifier: Apache-2.0
/** Runs the resource graph of this host: watches, checks and applies what core orders. */
package io.mgmt.engine;
