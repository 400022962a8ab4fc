// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import io.mgmt.agent.Agent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The temporary directory into which Felix unpacks nested jars (11 MB): new for each process, and
 * gone with it. What a process that was killed has left is removed by the next one. Who lives is told
 * by a file lock, not by a process id: containers may share the temporary directory.
 */
final class FelixCache implements AutoCloseable {

    private static final String PREFIX = "mgmt-felix-";
    private static final String LOCK = "lock";

    /** Between making a directory and locking it there are milliseconds. */
    private static final Duration SURELY_ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final FileChannel lock;

    private FelixCache(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Makes a directory for this process. */
    static FelixCache create() throws IOException, UserException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeLeftovers(temporary);
            Optional<FelixCache> made = Optional.empty();
            while (made.isEmpty()) {
                made = locked(Files.createTempDirectory(temporary, PREFIX));
            }
            return made.get();
        } catch (FileSystemException e) {
            throw new UserException(Agent.WRONG_INPUT, "The temporary directory " + temporary + " cannot be used: "
                    + (e instanceof AccessDeniedException ? "this user may not write there"
                            : e instanceof NoSuchFileException ? "there is no such directory"
                            : e.getMessage())
                    + ".\n  Mend it, or name another one: MGMT_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
        }
    }

    /** Empty only if another process takes the new directory for a leftover at this very moment. */
    private static Optional<FelixCache> locked(Path directory) throws IOException {
        Path lock = directory.resolve(LOCK);
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (isLocked(channel) && Files.exists(lock)) {
            return Optional.of(new FelixCache(directory, channel));
        }
        channel.close();
        return Optional.empty();
    }

    /** Removes the directories of processes that are no more; those of other users stay. */
    static void removeLeftovers(Path temporary) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path directory : directories) {
                if (Files.isWritable(directory)) {
                    removeIfLeft(directory);
                }
            }
        }
    }

    private static void removeIfLeft(Path directory) throws IOException {
        Path lock = directory.resolve(LOCK);
        if (!Files.exists(lock)) {
            Instant latest = Instant.now().minus(SURELY_ABANDONED);
            if (Files.getLastModifiedTime(directory).toInstant().isBefore(latest)) {
                Trees.delete(directory);
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                Trees.delete(directory);
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException held) {
            // By this very process.
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        Trees.delete(directory);
        lock.close();
    }
}
