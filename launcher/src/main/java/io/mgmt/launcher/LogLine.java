// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

/**
 * A log line as a person reads it. Values in quotes are escaped in the log, so that a machine can tell
 * where they end; on a screen the escapes only stand in the way.
 */
final class LogLine {

    /** Where a text of several lines had its line ends. */
    private static final String BREAK = " | ";

    private LogLine() {
    }

    /** Each value in quotes on one line and without escapes; what is not in quotes stays as it is. */
    static String readable(String message) {
        if (message.indexOf('\\') < 0 && message.indexOf('\n') < 0) {
            return message;
        }
        StringBuilder line = new StringBuilder(message.length());
        boolean quoted = false;
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (quoted && c == '\n') {
                i = brokenAt(line, message, i + 1);
            } else if (quoted && c == '\\' && i + 1 < message.length()) {
                char escaped = message.charAt(++i);
                if (escaped == 'n') {
                    i = brokenAt(line, message, i + 1);
                } else if (escaped != 'r') {
                    line.append(escaped);
                }
            } else {
                if (c == '"') {
                    quoted = !quoted && i > 0 && message.charAt(i - 1) == '=';
                }
                line.append(c);
            }
        }
        return line.toString();
    }

    /** Ends a line and takes the indentation of the next one away; returns the last index that was used. */
    private static int brokenAt(StringBuilder line, String message, int next) {
        line.append(BREAK);
        int i = next;
        while (i < message.length() && message.charAt(i) == ' ') {
            i++;
        }
        return i - 1;
    }
}
