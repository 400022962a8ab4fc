// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one resource has noted, as long as it asks for the same. */
final class Recollection {

    private final Map<String, String> memory;
    private final String key;
    /** What it asks for; another order of fields is the same. */
    private final String asked;

    /** @param memory of all resources; outlives this engine */
    Recollection(Map<String, String> memory, ResourceSpec spec) {
        this.memory = memory;
        this.key = key(spec.ref());
        this.asked = spec.meta() + " " + new TreeMap<>(spec.fields()) + "\n";
    }

    private static String key(Ref ref) {
        return ref.toString();
    }

    /** The resource is wanted no more: should it come back, it begins anew. */
    static void forget(Map<String, String> memory, Ref ref) {
        memory.remove(key(ref));
        memory.remove(refreshOf(ref));
    }

    private static String refreshOf(Ref ref) {
        return "refresh " + ref;
    }

    /** A refresh of the resource was asked for, and this engine does not get to it any more. */
    static void owe(Map<String, String> memory, Ref ref) {
        memory.put(refreshOf(ref), "");
    }

    /** True once, if a former engine has left a refresh of the resource to this one. */
    static boolean takeOwed(Map<String, String> memory, Ref ref) {
        return memory.remove(refreshOf(ref)) != null;
    }

    void remember(String note) {
        memory.put(key, asked + note);
    }

    Optional<String> recall() {
        return Optional.ofNullable(memory.get(key)).filter(text -> text.startsWith(asked))
                .map(text -> text.substring(asked.length()));
    }
}
