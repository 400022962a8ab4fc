// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.rollout.Release.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host writes down of the cluster's bundles and configurations, to begin with when it starts again.
 *
 * @param running bundles that run here, by name; what never ran is not begun with
 * @param config PID, then property, then value
 */
record Known(SortedMap<String, Artifact> running, SortedMap<String, SortedMap<String, String>> config) {

    static final Known NOTHING = new Known(new TreeMap<>(), new TreeMap<>());

    String text() {
        List<Object> bundles = new ArrayList<>();
        running.forEach((name, artifact) -> bundles.add(Json.object("name", name, "artifact",
                ReleaseJson.write(artifact))));
        return Json.text(Json.object("bundles", bundles, "config", config));
    }

    /** Nothing if it cannot be read. */
    static Known read(String text) {
        Map<String, Object> fields = Json.fields(text);
        SortedMap<String, Artifact> running = new TreeMap<>();
        SortedMap<String, SortedMap<String, String>> config = new TreeMap<>();
        try {
            for (Map<String, Object> one : Json.objects(fields.get("bundles"))) {
                ReleaseJson.artifact(one.get("artifact"))
                        .ifPresent(artifact -> running.put(Json.string(one.get("name")), artifact));
            }
        } catch (IllegalArgumentException e) {
            return NOTHING;
        }
        Json.nested(fields.get("config")).forEach((pid, properties) -> Json.nested(properties).forEach(
                (property, value) -> config.computeIfAbsent(pid, p -> new TreeMap<>())
                        .put(property, Json.string(value))));
        return new Known(running, config);
    }

    /** As if the cluster had said so; a trial that it came through before does not matter any more. */
    Wanted wanted() {
        SortedMap<String, Release> releases = new TreeMap<>();
        running.forEach((name, artifact) -> releases.put(name, new Release(name, Phase.KEPT, Optional.of(artifact),
                Optional.empty(), Optional.empty(), "", 0, 0)));
        return new Wanted(releases, Set.of());
    }
}
