// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a host knows of itself when it decides.
 *
 * @param isConnected the store answers, and what is wanted is what it said
 * @param installed bundles that came out of the cluster, sorted; for a moment there may be two of a name
 * @param others bundles of any other origin: name to where they came from
 * @param copies SHA-256 of jars that are in the state directory
 * @param failures attempts that failed here, with the reason
 * @param overdue attempts whose trial has lasted too long for anybody to be still looking after it
 */
record Here(String host, boolean isConnected, List<Installed> installed, Map<String, String> others,
        Set<String> copies, Map<Long, String> failures, Set<Long> overdue) {

    /** One bundle in the framework, known by what it was made of. */
    record Installed(String name, String sha256, boolean isStarted) {
    }

    Here {
        installed = List.copyOf(installed);
        others = Map.copyOf(others);
        copies = Set.copyOf(copies);
        failures = Map.copyOf(failures);
        overdue = Set.copyOf(overdue);
    }

    boolean hasInstalled(String name, Artifact artifact) {
        return installed.stream().anyMatch(one -> one.name().equals(name) && one.sha256().equals(artifact.sha256()));
    }

    boolean runs(String name, Artifact artifact) {
        return installed.contains(new Installed(name, artifact.sha256(), true));
    }
}
