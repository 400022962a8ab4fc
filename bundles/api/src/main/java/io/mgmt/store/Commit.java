// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

/**
 * What became of a transaction.
 *
 * @param succeeded the conditions held, and the writes happened
 * @param revision of the store when it answered; that of the writes if it succeeded
 */
public record Commit(boolean succeeded, long revision) {
}
