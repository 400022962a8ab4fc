// SPDX-License-Identifier: Apache-2.0
package io.mgmt.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What commands print: rows under headings, in columns as wide as they must be; the last one is as long as it is. */
@ProviderType
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /** A table without a row. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** As many cells as there are headings; an empty one is shown as a hyphen. */
    public Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.isEmpty() ? "-" : cell);
        }
        rows.add(row);
        return this;
    }

    /** Headings and rows, each with a line feed at its end. */
    public String text() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                text.append(cell).append(i + 1 == widths.length ? "\n" : " ".repeat(widths[i] - cell.length() + 2));
            }
        }
        return text.toString();
    }

    /** For people: in the largest unit of which there are two, such as {@code 95 s}, {@code 17 min}. */
    public static String span(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
