// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, as {@code diff -u} prints it. */
final class UnifiedDiff {

    /** Beyond that nobody reads it. */
    static final int MOST_LINES = 100;
    private static final int CONTEXT = 3;
    /**
     * Lines times lines that are compared with each other; beyond that all of them count as
     * changed.
     */
    private static final long MOST_CELLS = 1_000_000;

    private final String[] before;
    private final String[] after;
    /** One letter a line: kept, taken out, put in. */
    private final StringBuilder steps = new StringBuilder();

    private UnifiedDiff(String before, String after) {
        this.before = lines(before);
        this.after = lines(after);
    }

    /** For one line of a log: where the first difference is; empty if that is no text. */
    static String where(byte[] before, byte[] after) {
        if (text(before) == null || text(after) == null) {
            return "";
        }
        int line = 1;
        for (int i = 0; i < Math.min(before.length, after.length) && before[i] == after[i]; i++) {
            line += before[i] == '\n' ? 1 : 0;
        }
        return "; line " + line + " differs";
    }

    static String of(String name, byte[] before, byte[] after) {
        String old = text(before);
        String wanted = text(after);
        if (old == null || wanted == null) {
            return "binary";
        }
        List<String> lines = new ArrayList<>();
        lines.add("--- " + name);
        lines.add("+++ " + name);
        new UnifiedDiff(old, wanted).print(lines);
        int more = lines.size() - MOST_LINES;
        return more <= 0 ? String.join("\n", lines)
                : String.join("\n", lines.subList(0, MOST_LINES - 1)) + "\n… " + (more + 1)
                + " more lines";
    }

    /** Null if it is none. */
    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes)).toString();
            return text.indexOf('\0') >= 0 ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Each line ends with its line feed, so that a missing one at the end is a difference. */
    private static String[] lines(String text) {
        List<String> lines = new ArrayList<>();
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(begin, end));
            begin = end;
        }
        return lines.toArray(String[]::new);
    }

    private void print(List<String> out) {
        align();
        int step = 0;
        int old = 0;
        int now = 0;
        while (step < steps.length()) {
            if (steps.charAt(step) == ' ') {
                step++;
                old++;
                now++;
                continue;
            }
            int begin = Math.max(0, step - CONTEXT);
            int end = endOfHunk(step);
            old -= step - begin;
            now -= step - begin;
            hunk(begin, end, old, now, out);
            for (int i = begin; i < end; i++) {
                old += steps.charAt(i) == '+' ? 0 : 1;
                now += steps.charAt(i) == '-' ? 0 : 1;
            }
            step = end;
        }
    }

    /** Changes with no more than twice the context between them share a hunk. */
    private int endOfHunk(int step) {
        int last = step;
        for (int i = step; i < steps.length() && i - last <= 2 * CONTEXT; i++) {
            if (steps.charAt(i) != ' ') {
                last = i;
            }
        }
        return Math.min(steps.length(), last + 1 + CONTEXT);
    }

    private void hunk(int begin, int end, int old, int now, List<String> out) {
        int header = out.size();
        out.add("");
        int a = old;
        int b = now;
        for (int i = begin; i < end; i++) {
            char step = steps.charAt(i);
            String line = step == '+' ? after[b] : before[a];
            a += step == '+' ? 0 : 1;
            b += step == '-' ? 0 : 1;
            if (line.endsWith("\n")) {
                out.add(step + line.substring(0, line.length() - 1));
            } else {
                out.add(step + line);
                out.add("\\ No newline at end of file");
            }
        }
        out.set(header, "@@ -" + range(old, a - old) + " +" + range(now, b - now) + " @@");
    }

    private static String range(int begin, int count) {
        return (count == 0 ? begin : begin + 1) + (count == 1 ? "" : "," + count);
    }

    private void align() {
        int head = 0;
        while (head < Math.min(before.length, after.length) && before[head].equals(after[head])) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(before.length, after.length) - head
                && before[before.length - 1 - tail].equals(after[after.length - 1 - tail])) {
            tail++;
        }
        int rows = before.length - head - tail;
        int columns = after.length - head - tail;
        steps.append(" ".repeat(head));
        if ((long) rows * columns > MOST_CELLS) {
            steps.append("-".repeat(rows)).append("+".repeat(columns));
        } else {
            middle(head, rows, columns);
        }
        steps.append(" ".repeat(tail));
    }

    /** The longest common part, by the table of the textbooks. */
    private void middle(int head, int rows, int columns) {
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] = before[head + i].equals(after[head + j]) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows || j < columns) {
            if (i < rows && j < columns && before[head + i].equals(after[head + j])) {
                steps.append(' ');
                i++;
                j++;
            } else if (j == columns || i < rows && common[i + 1][j] >= common[i][j + 1]) {
                steps.append('-');
                i++;
            } else {
                steps.append('+');
                j++;
            }
        }
    }
}
