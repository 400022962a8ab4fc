// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

/**
 * A key as it stood at a revision.
 *
 * @param createRevision when it was created
 * @param modRevision when it was last written
 * @param leaseId 0: none
 */
public record KeyValue(String key, String value, long createRevision, long modRevision, long leaseId) {
}
