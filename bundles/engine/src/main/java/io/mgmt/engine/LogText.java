// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.util.regex.Pattern;

/** Text for a value in a log line. */
final class LogText {

    /** A line that is longer is not read. */
    private static final int MOST = 1_000;

    private static final Pattern DURATION = Pattern.compile("\\d+(\\.\\d+)? ?m?s\\b");

    private LogText() {
    }

    /**
     * The same without durations: a command that fails the same way takes another time at each try.
     */
    static String timeless(String reason) {
        return DURATION.matcher(reason).replaceAll("");
    }

    /** In quotes, on one line, not too long. */
    static String quoted(String text) {
        String some = text.length() <= MOST ? text : text.substring(0, MOST) + "…";
        return '"' + some.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                .replace("\r", "\\r") + '"';
    }
}
