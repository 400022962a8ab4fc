// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they must be; the last one is as long as it is. */
final class Columns {

    private final List<List<String>> rows = new ArrayList<>();

    Columns(String... headings) {
        rows.add(List.of(headings));
    }

    /** As many cells as there are headings; an empty one is shown as a hyphen. */
    void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.isEmpty() ? "-" : cell);
        }
        rows.add(row);
    }

    String text() {
        int last = rows.get(0).size() - 1;
        StringBuilder text = new StringBuilder();
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < last; column++) {
            int index = column;
            widths.add(rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0) + 2);
        }
        for (List<String> row : rows) {
            for (int column = 0; column < last; column++) {
                text.append(row.get(column)).append(" ".repeat(widths.get(column) - row.get(column).length()));
            }
            text.append(row.get(last)).append('\n');
        }
        return text.toString();
    }

    /** For people: in the largest unit of which there are two, such as {@code 95 s}, {@code 17 min}. */
    static String span(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }
}
