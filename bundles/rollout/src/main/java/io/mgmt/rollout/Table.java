// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they must be; the last one is as long as it is. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** As many cells as there are headings; an empty one is shown as a hyphen. */
    Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.isEmpty() ? "-" : cell);
        }
        rows.add(row);
        return this;
    }

    String text() {
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
}
