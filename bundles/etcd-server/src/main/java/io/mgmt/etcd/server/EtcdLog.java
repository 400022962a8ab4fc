// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What etcd prints: {@code etcd.log} and its predecessors {@code .1} to {@code .3}. A file and
 * never a pipe, because a pipe whose reader died kills etcd at its next line.
 */
final class EtcdLog {

    private static final int KEPT = 3;
    /**
     * Enough for weeks of a quiet server; with the predecessors it bounds the disk that is used.
     */
    private static final long LIMIT_BYTES = 8L * 1024 * 1024;
    /**
     * A start begins a new file only if the last one holds more: crash loops must not push out
     * their cause.
     */
    private static final int START_FRACTION = 8;

    private final Path file;
    private final long limitBytes;

    EtcdLog(Path directory) {
        this(directory, LIMIT_BYTES);
    }

    EtcdLog(Path directory, long limitBytes) {
        this.file = directory.resolve("etcd.log");
        this.limitBytes = limitBytes;
    }

    Path file() {
        return file;
    }

    /**
     * Before a start: makes room.
     *
     * @return where in {@link #file} the output of the next run will begin, in bytes
     */
    long rotate() throws IOException {
        long size = TextFile.size(file);
        if (size <= limitBytes / START_FRACTION) {
            return size;
        }
        shift();
        Files.move(file, older(1), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    /** The last that the run has printed which began at this position. */
    String tail(long from, int bytes) throws IOException {
        long size = TextFile.size(file);
        // After a trim the file is shorter than where the run began.
        long start = size < from ? 0 : from;
        return TextFile.from(file, Math.max(start, size - bytes), bytes);
    }

    /**
     * While etcd writes: a file that has grown too long is copied and emptied, which works because
     * etcd has it open for appending.
     *
     * @return true if that was done
     */
    boolean trim() throws IOException {
        if (TextFile.size(file) <= limitBytes) {
            return false;
        }
        shift();
        Files.copy(file, older(1), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        return true;
    }

    private void shift() throws IOException {
        for (int n = KEPT; n > 1; n--) {
            if (Files.exists(older(n - 1))) {
                Files.move(older(n - 1), older(n), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path older(int n) {
        return file.resolveSibling("etcd.log." + n);
    }
}
