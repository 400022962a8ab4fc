// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

/**
 * One change of a key.
 *
 * @param deleted true if the key is gone; then the value is empty and {@code modRevision} says when
 */
public record Event(boolean deleted, KeyValue entry) {
}
