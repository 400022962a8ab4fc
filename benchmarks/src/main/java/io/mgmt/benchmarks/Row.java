// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param figure what was measured
 * @param original what mgmt in Go took, on another day; empty if unknown
 * @param peer CFEngine, in this run
 * @param ours empty if it could not be measured
 * @param reach the most that it may be
 * @param note more about it, such as its parts or why it is missing; may be empty
 */
record Row(String figure, Unit unit, String original, Optional<Samples> peer,
        Optional<Samples> ours,
        Optional<Double> reach, String note) {

    static final String HEADER =
            "| figure | the original | CFEngine | ours | ours / CFEngine | reach | reached | note |\n"
                    + "|---|---|---|---|---|---|---|---|\n";

    /** A line of a Markdown table. */
    String markdown() {
        String ratio = ours.isPresent() && peer.isPresent() && peer.get().median() > 0
                ? String.format(Locale.ROOT, "%.2f", ours.get().median() / peer.get().median())
                : "–";
        return "| " + String.join(" | ", figure, original.isEmpty() ? "–" : original,
                peer.map(unit::format).orElse("–"), ours.map(unit::format).orElse("failed"), ratio,
                reach.map(most -> "≤ " + unit.format(most)).orElse("–"), verdict(),
                note.replace('|', '/').replace('\n', ' ')) + " |\n";
    }

    private String verdict() {
        if (reach.isEmpty()) {
            return "–";
        }
        return ours.isPresent() && ours.get().median() <= reach.get() ? "yes" : "no";
    }
}
