// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host knows of itself when it decides.
 *
 * @param isConnected the store answers, and what is wanted is what it said
 * @param installed bundles that came out of the cluster, by name
 * @param others bundles of any other origin: name to where they came from
 * @param copies SHA-256 of jars that are in the state directory
 * @param failures attempts that failed here, with the reason
 * @param overdue attempts whose trial has lasted too long for anybody to be still looking after it
 */
record Here(String host, boolean isConnected, SortedMap<String, Installed> installed, Map<String, String> others,
        Set<String> copies, Map<Long, String> failures, Set<Long> overdue) {

    /** @param sha256 empty if it is not known */
    record Installed(String sha256, boolean isStarted) {
    }

    Here {
        installed = Collections.unmodifiableSortedMap(new TreeMap<>(installed));
        others = Map.copyOf(others);
        copies = Set.copyOf(copies);
        failures = Map.copyOf(failures);
        overdue = Set.copyOf(overdue);
    }

    boolean hasInstalled(String name, Artifact artifact) {
        return installed.containsKey(name) && installed.get(name).sha256().equals(artifact.sha256());
    }

    boolean runs(String name, Artifact artifact) {
        return hasInstalled(name, artifact) && installed.get(name).isStarted();
    }
}
