// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What happened, one line each, for a person: time in seconds, host, event. It is written only where
 * somebody is to read it; a violation is replayed with it.
 */
final class Trace {

    private final boolean isWritten;
    private final LongSupplier clock;
    private final List<String> lines = new ArrayList<>();

    Trace(boolean isWritten, LongSupplier clock) {
        this.isWritten = isWritten;
        this.clock = clock;
    }

    /** True if lines are kept; so that nobody makes them in vain. */
    boolean isWritten() {
        return isWritten;
    }

    void add(String who, String what) {
        if (isWritten) {
            lines.add(String.format(Locale.ROOT, "%10.4f %-4s %s", clock.getAsLong() / 1e9, who, what));
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    List<String> last(int most) {
        return List.copyOf(lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }

    /** SHA-256 of all lines. */
    String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String line : lines) {
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
