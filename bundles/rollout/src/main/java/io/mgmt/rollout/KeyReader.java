// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.store.KeyValue;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keys to values of ours. */
final class KeyReader {

    private KeyReader() {
    }

    /** The releases among the keys. */
    static Wanted wanted(Collection<KeyValue> keys) {
        SortedMap<String, Release> releases = new TreeMap<>();
        Set<String> unreadable = new TreeSet<>();
        for (KeyValue key : keys) {
            if (key.key().startsWith(RolloutKeys.RELEASES)) {
                String name = key.key().substring(RolloutKeys.RELEASES.length());
                ReleaseJson.read(name, key.value(), key.modRevision())
                        .ifPresentOrElse(release -> releases.put(name, release), () -> unreadable.add(name));
            }
        }
        return new Wanted(releases, unreadable);
    }

    /** The configurations among the keys: PID, then property, then value. */
    static SortedMap<String, SortedMap<String, String>> config(Collection<KeyValue> keys) {
        SortedMap<String, SortedMap<String, String>> config = new TreeMap<>();
        for (KeyValue key : keys) {
            if (key.key().startsWith(RolloutKeys.CONFIG)) {
                String rest = key.key().substring(RolloutKeys.CONFIG.length());
                int slash = rest.indexOf('/');
                if (slash > 0 && slash < rest.length() - 1) {
                    config.computeIfAbsent(rest.substring(0, slash), pid -> new TreeMap<>())
                            .put(rest.substring(slash + 1), key.value());
                }
            }
        }
        return config;
    }

    /** The host id in what a host tells of itself. */
    static String hostId(KeyValue host) {
        return Json.string(Json.fields(host.value()).get("hostId"));
    }

    /** What a key of {@link RolloutKeys#RELEASES} holds. */
    static Optional<Release> release(String name, Optional<KeyValue> key) {
        return key.flatMap(found -> ReleaseJson.read(name, found.value(), found.modRevision()));
    }
}
