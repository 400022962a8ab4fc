// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lays properties of the cluster over a configuration, so that they can be taken off again.
 *
 * <p>What was there before is kept in the configuration itself, under names that begin with a dot: components do not
 * offer those as properties of their services (OSGi Compendium, "112.6 Component Properties"), and they last exactly as
 * long as the configuration does, in whichever framework. Names of properties are compared without their case, as
 * ConfigAdmin does.
 */
final class Overlay {

    /** Which properties are the cluster's: their names. */
    static final String NAMES = ".mgmt.cluster";
    /** Before the name of one of them: what was there before. */
    private static final String BENEATH = ".mgmt.beneath.";
    /** There was no such configuration before. */
    private static final String MADE = ".mgmt.made";

    private Overlay() {
    }

    /**
     * The configuration as it is to be.
     *
     * @param present empty: there is none
     * @param cluster empty: nothing is to be laid over it
     * @return empty: there is to be none
     */
    static Optional<Map<String, Object>> over(Optional<Map<String, Object>> present, Map<String, Object> cluster) {
        Optional<Map<String, Object>> beneath = beneath(present);
        if (cluster.isEmpty()) {
            return beneath;
        }
        Map<String, Object> result = sorted(beneath.orElse(Map.of()));
        if (beneath.isEmpty()) {
            result.put(MADE, Boolean.TRUE);
        }
        cluster.forEach((name, value) -> {
            Object before = result.remove(name);
            if (before != null) {
                result.put(BENEATH + name, before);
            }
            result.put(name, value);
        });
        result.put(NAMES, cluster.keySet().stream().sorted().toArray(String[]::new));
        return Optional.of(result);
    }

    /** The configuration as it would be without the cluster; empty: there would be none. */
    static Optional<Map<String, Object>> beneath(Optional<Map<String, Object>> present) {
        if (present.isEmpty()) {
            return present;
        }
        Map<String, Object> result = sorted(present.get());
        boolean isMade = result.remove(MADE) != null;
        if (result.remove(NAMES) instanceof String[] names) {
            for (String name : names) {
                result.remove(name);
                Object before = result.remove(BENEATH + name);
                if (before != null) {
                    result.put(name, before);
                }
            }
        }
        boolean isBare = result.keySet().stream().allMatch(name -> name.startsWith("service."));
        return isMade && isBare ? Optional.empty() : Optional.of(result);
    }

    private static Map<String, Object> sorted(Map<String, Object> properties) {
        Map<String, Object> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(properties);
        return sorted;
    }
}
