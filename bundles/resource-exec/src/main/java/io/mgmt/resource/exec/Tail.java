// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last bytes of an output, however long it was. Safe for several threads. */
final class Tail {

    /** Of an output in a message. */
    private static final int MOST_LINES = 10;
    private static final int MOST_CHARACTERS = 2_000;

    private final int limit;
    private byte[] bytes = new byte[256];
    private int length;

    Tail(int limit) {
        this.limit = limit;
    }

    synchronized void append(byte[] chunk, int count) {
        int from = Math.max(0, count - limit);
        int added = count - from;
        // Dropping only when twice the limit is reached makes it one copy for each limit's worth of
        // bytes.
        if (length + added > 2 * limit) {
            int kept = Math.min(length, limit);
            System.arraycopy(bytes, length - kept, bytes, 0, kept);
            length = kept;
        }
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes,
                    Math.min(2 * limit, Math.max(length + added, 2 * bytes.length)));
        }
        System.arraycopy(chunk, from, bytes, length, added);
        length += added;
    }

    /** At most the limit; what is not UTF-8 is replaced. */
    synchronized String text() {
        int kept = Math.min(length, limit);
        return new String(bytes, length - kept, kept, StandardCharsets.UTF_8);
    }

    /** The last lines, for a message; empty if there was no output. */
    String lastLines() {
        String text = text().strip();
        int start = text.length();
        for (int lines = 0; lines < MOST_LINES && start > 0; lines++) {
            start = text.lastIndexOf('\n', start - 1);
        }
        String last = text.substring(Math.max(0, start)).strip();
        return last.length() <= MOST_CHARACTERS ? last : "…"
                + last.substring(last.length() - MOST_CHARACTERS);
    }
}
