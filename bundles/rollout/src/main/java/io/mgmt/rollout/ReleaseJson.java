// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.rollout.Release.Phase;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A {@link Release} as the value of its key. */
final class ReleaseJson {

    private ReleaseJson() {
    }

    static String write(Release release) {
        return Json.text(Json.object("phase", release.phase() == Phase.TRIAL ? "trial" : "kept",
                "current", release.current().map(ReleaseJson::write).orElse(null),
                "previous", release.previous().map(ReleaseJson::write).orElse(null),
                "failure", release.failure().map(why -> Json.object("host", why.host(), "reason", why.reason(),
                        "version", why.version(), "attempt", why.attempt())).orElse(null),
                "by", release.by(), "timeMillis", release.timeMillis()));
    }

    static Map<String, Object> write(Artifact artifact) {
        return Json.object("attempt", artifact.attempt(), "version", artifact.version(), "sha256",
                artifact.sha256(), "bytes", artifact.bytes(), "parts", artifact.parts());
    }

    /** Empty if nobody of ours has written this: then nothing is to be concluded from it. */
    static Optional<Release> read(String name, String text, long revision) {
        Map<String, Object> fields = Json.fields(text);
        try {
            Phase phase = Phase.valueOf(Json.string(fields.get("phase")).toUpperCase(Locale.ROOT));
            Map<String, Object> why = Json.nested(fields.get("failure"));
            Optional<Failure> failure = why.isEmpty() ? Optional.empty() : Optional.of(new Failure(
                    Json.string(why.get("host")), Json.string(why.get("reason")), Json.string(why.get("version")),
                    Json.number(why.get("attempt"))));
            return Optional.of(new Release(name, phase, artifact(fields.get("current")),
                    artifact(fields.get("previous")), failure, Json.string(fields.get("by")),
                    Json.number(fields.get("timeMillis")), revision));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if it is none */
    static Optional<Artifact> artifact(Object value) {
        Map<String, Object> fields = Json.nested(value);
        return fields.isEmpty() ? Optional.empty() : Optional.of(new Artifact(Json.number(fields.get("attempt")),
                Json.string(fields.get("version")), Json.string(fields.get("sha256")),
                Json.number(fields.get("bytes")), (int) Json.number(fields.get("parts"))));
    }
}
