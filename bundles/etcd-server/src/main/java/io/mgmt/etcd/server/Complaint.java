// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a program that failed complained about, found at the end of its output. */
final class Complaint {

    /** Programs say what went wrong in a few lines; before them stands what went well. */
    private static final int MOST_LINES = 12;
    /** Of a longer text the beginning and the end are kept: what failed, and the last cause. */
    private static final int MOST_CHARACTERS = 600;
    private static final int BEGINNING = 150;

    /** Where a program of Rust begins to say where in its code it was; of no use to a person. */
    private static final Pattern BACKTRACE = Pattern.compile("(?i)(stack )?backtrace:");
    private static final Pattern FRAME = Pattern.compile("\\d+: .*|at \\S+:\\d+(:\\d+)?");
    private static final Pattern CAUSED = Pattern.compile("(?i)caused by:");
    private static final Pattern ERROR = Pattern.compile("(?i)(error|fatal|E|Err)\\b.*");

    private Complaint() {
    }

    /**
     * The last error and the lines after it; without a line that names an error, the last lines. Lines
     * about causes are joined by colons, others by semicolons. Empty if nothing was said.
     */
    static Optional<String> of(String output) {
        List<String> said = meaningful(output);
        int from = 0;
        for (int i = 0; i < said.size(); i++) {
            boolean isFirst = i == 0 || !ERROR.matcher(said.get(i - 1)).matches();
            if (isFirst && ERROR.matcher(said.get(i)).matches()) {
                from = i;
            }
        }
        // With no error among them, or too much after it, the end counts.
        from = Math.max(from, said.size() - MOST_LINES);
        StringBuilder complaint = new StringBuilder();
        boolean isCause = false;
        for (String line : said.subList(from, said.size())) {
            if (CAUSED.matcher(line).matches()) {
                isCause = true;
            } else {
                complaint.append(complaint.length() == 0 ? "" : isCause ? ": " : "; ").append(line);
                isCause = false;
            }
        }
        if (complaint.length() > MOST_CHARACTERS) {
            complaint.replace(BEGINNING, complaint.length() - MOST_CHARACTERS + BEGINNING, " … ");
        }
        return Optional.of(complaint.toString()).filter(text -> !text.isEmpty());
    }

    private static List<String> meaningful(String output) {
        List<String> lines = new ArrayList<>();
        boolean inBacktrace = false;
        for (String raw : output.split("\n")) {
            String line = raw.strip();
            inBacktrace |= BACKTRACE.matcher(line).matches();
            boolean isFrame = inBacktrace && (FRAME.matcher(line).matches() || BACKTRACE.matcher(line).matches());
            if (!line.isEmpty() && !isFrame) {
                inBacktrace = false;
                lines.add(line);
            }
        }
        return lines;
    }
}
