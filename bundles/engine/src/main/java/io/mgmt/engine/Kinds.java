// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.resource.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The kinds whose bundles are here, and those that were. Safe for several threads. */
final class Kinds {

    private final Map<String, List<Offered>> types = new HashMap<>();
    private final Set<String> seen = new TreeSet<>();

    /** As services are ranked: the highest ranking, then the one that was there first. */
    private record Offered(ResourceType type, int ranking, long id) {
        static final Comparator<Offered> BEST_FIRST =
                Comparator.comparingInt(Offered::ranking).reversed().thenComparingLong(Offered::id);
    }

    synchronized void add(String kind, ResourceType type, Map<String, ?> properties) {
        List<Offered> offered = types.computeIfAbsent(kind, k -> new ArrayList<>(1));
        offered.add(new Offered(type, properties.get("service.ranking") instanceof Integer ranking
                ? ranking : 0,
                properties.get("service.id") instanceof Long id ? id : Long.MAX_VALUE));
        offered.sort(Offered.BEST_FIRST);
        seen.add(kind);
    }

    synchronized void remove(ResourceType type) {
        types.values().forEach(offered -> offered.removeIf(o -> o.type == type));
        types.values().removeIf(List::isEmpty);
    }

    /** The one that makes resources of this kind now. */
    synchronized Optional<ResourceType> best(String kind) {
        List<Offered> offered = types.get(kind);
        return offered == null ? Optional.empty() : Optional.of(offered.get(0).type);
    }

    /** All that offer the kind, the best one first. */
    synchronized List<ResourceType> offered(String kind) {
        return types.getOrDefault(kind, List.of()).stream().map(Offered::type).toList();
    }

    /** All kinds that are or were here; a bundle that went may come back. */
    synchronized Set<String> known() {
        return new TreeSet<>(seen);
    }
}
