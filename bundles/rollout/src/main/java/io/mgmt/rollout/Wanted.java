// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all hosts are to run.
 *
 * @param releases by name
 * @param unreadable names of keys that nobody of ours has written: what runs under them is left alone
 */
record Wanted(SortedMap<String, Release> releases, Set<String> unreadable) {

    static final Wanted NOTHING = new Wanted(new TreeMap<>(), Set.of());

    Wanted {
        releases = Collections.unmodifiableSortedMap(new TreeMap<>(releases));
        unreadable = Set.copyOf(unreadable);
    }
}
