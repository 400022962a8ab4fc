// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at files from the outside, so often that a look costs more than the time between two. */
final class Probe {

    /** The kernel adds about 60 µs. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private long longestGapNanos;

    /**
     * Waits until the file has the content.
     *
     * @param since of {@link System#nanoTime}
     * @param alive false: nobody is there any more who could write it
     * @return milliseconds since then
     * @throws MeasureException if it does not come to be
     */
    double millisUntil(Path file, String content, long since, Duration most, BooleanSupplier alive)
            throws IOException, MeasureException {
        long last = System.nanoTime();
        while (!has(file, content)) {
            LockSupport.parkNanos(PAUSE_NANOS);
            long now = System.nanoTime();
            longestGapNanos = Math.max(longestGapNanos, now - last);
            last = now;
            if (now - since > most.toNanos()) {
                throw new MeasureException(file + " was not in state within " + most.toSeconds()
                        + " s");
            }
            if (!alive.getAsBoolean()) {
                throw new MeasureException("the agent ended before " + file + " was in state");
            }
        }
        return (System.nanoTime() - since) / 1e6;
    }

    /**
     * The longest time between two looks, in milliseconds: figures are too large by as much at
     * most.
     */
    double longestGapMillis() {
        return longestGapNanos / 1e6;
    }

    private static boolean has(Path file, String content) throws IOException {
        // The length first: a file that is missing then costs no exception.
        if (file.toFile().length() != content.length()) {
            return false;
        }
        try {
            return Files.readString(file).equals(content);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
