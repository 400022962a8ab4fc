// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link Command} that only looks has found, from one look: as text for a person, and as rows for
 * a shell that filters them or does something for each.
 *
 * @param exitCode as in {@link Agent}
 * @param text what {@link Command#run} prints to its standard output
 * @param problem what went wrong, and how to fix it; empty if nothing did
 * @param rows what the text lists, one map for each line of its table, under the names that {@code --json}
 *        uses; values are texts, numbers, booleans, lists and maps
 */
public record Answer(int exitCode, String text, String problem, List<Map<String, Object>> rows) {

    public Answer {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(problem, "problem");
        List<Map<String, Object>> copies = new ArrayList<>(rows.size());
        // Not Map.copyOf: the order of the fields is that of the table.
        rows.forEach(row -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(row))));
        rows = Collections.unmodifiableList(copies);
    }

    /** What was found, and nothing went wrong. */
    public static Answer of(String text, List<Map<String, Object>> rows) {
        return new Answer(Agent.DONE, text, "", rows);
    }

    /** Nothing was found. */
    public static Answer failed(int exitCode, String problem) {
        return new Answer(exitCode, "", problem, List.of());
    }

    /** Prints it, as {@link Command#run} has to. Returns the exit code. */
    public int print(PrintStream out, PrintStream err) {
        out.print(text);
        if (!problem.isEmpty()) {
            err.println(problem);
        }
        return exitCode;
    }
}
