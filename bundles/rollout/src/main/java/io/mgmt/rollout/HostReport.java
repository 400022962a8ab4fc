// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a host tells the others: what became of the bundles and configurations of the cluster there.
 *
 * @param problems with configurations and with bundles that are stuck, as sentences
 */
record HostReport(List<Entry> entries, List<String> problems) {

    static final HostReport NOTHING = new HostReport(List.of(), List.of());

    /**
     * One bundle.
     *
     * @param reason why it does not run, as a clause; empty if it does
     */
    record Entry(String name, String version, String sha256, long attempt, boolean runs, String reason) {

        /** For a table. */
        String state() {
            return runs ? "runs" : "failed: " + reason;
        }
    }

    HostReport {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }

    /** What there is to tell at rest. A bundle of which nothing is known yet is not told. */
    static HostReport of(Wanted wanted, Here here, List<String> problems) {
        List<Entry> entries = new ArrayList<>();
        for (Release release : wanted.releases().values()) {
            release.current().ifPresent(current -> {
                boolean runs = here.runs(release.name(), current);
                String reason = runs ? "" : here.failures().getOrDefault(current.attempt(), "");
                if (runs || !reason.isEmpty()) {
                    entries.add(new Entry(release.name(), current.version(), current.sha256(), current.attempt(),
                            runs, reason));
                }
            });
        }
        return new HostReport(entries, problems);
    }

    boolean isEmpty() {
        return entries.isEmpty() && problems.isEmpty();
    }

    Optional<Entry> entry(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    String text() {
        return Json.text(Json.object("bundles", entries.stream().map(HostReport::json).toList(),
                "problems", problems));
    }

    static Map<String, Object> json(Entry entry) {
        return Json.object("name", entry.name(), "version", entry.version(), "sha256", entry.sha256(),
                "attempt", entry.attempt(), "state", entry.runs() ? "runs" : "failed",
                "reason", entry.runs() ? null : entry.reason());
    }

    /** Whatever cannot be read is left out. */
    static HostReport read(String text) {
        Map<String, Object> fields = Json.fields(text);
        return new HostReport(Json.objects(fields.get("bundles")).stream().map(one -> new Entry(
                Json.string(one.get("name")), Json.string(one.get("version")), Json.string(one.get("sha256")),
                Json.number(one.get("attempt")), "runs".equals(one.get("state")), Json.string(one.get("reason"))))
                .toList(), Json.texts(fields.get("problems")));
    }
}
