// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.util.List;
import java.util.Optional;

/**
 * Keys at one revision.
 *
 * @param revision of the store when it answered
 * @param entries sorted by key, or as {@link Store#list(List)} says
 */
public record Snapshot(long revision, List<KeyValue> entries) {

    public Snapshot {
        entries = List.copyOf(entries);
    }

    /** The first entry: what {@link Store#get} found. */
    public Optional<KeyValue> first() {
        return entries.stream().findFirst();
    }
}
