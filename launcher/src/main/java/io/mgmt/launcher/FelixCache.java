// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import io.mgmt.agent.Agent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * The temporary directory into which Felix unpacks nested jars (11 MB): new for each process, and
 * gone with it. What a process that was killed has left is removed by the next one.
 */
record FelixCache(Path directory) implements AutoCloseable {

    private static final String PREFIX = "mgmt-felix-";
    /** Made and locked by Felix. */
    private static final String LOCK = "cache.lock";
    /** How long after its directory was made; much longer than it takes. */
    private static final long MOST_MILLIS_TO_LOCK = 60_000;
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(EnumSet.of(OWNER_READ, OWNER_WRITE, OWNER_EXECUTE));

    /** Makes a directory for this process, which only this user may read. */
    static FelixCache create() throws IOException, UserException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeLeftovers(temporary);
            return create(temporary);
        } catch (FileSystemException e) {
            throw new UserException(Agent.WRONG_INPUT, "The temporary directory " + temporary + " cannot be used: "
                    + (e instanceof AccessDeniedException ? "this user may not write there"
                            : e instanceof NoSuchFileException ? "there is no such directory"
                            : e.getMessage())
                    + ".\n  Mend it, or name another one: MGMT_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
        }
    }

    private static FelixCache create(Path temporary) throws IOException {
        String name = PREFIX + ProcessHandle.current().pid() + "-";
        // Not a random name, whose generator takes long to begin: a name that is taken is passed over.
        for (long number = System.nanoTime();; number++) {
            try {
                return new FelixCache(Files.createDirectory(temporary.resolve(name + number), PRIVATE));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    /** Removes the directories of processes that are no more; those of other users stay. */
    static void removeLeftovers(Path temporary) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
            for (Path directory : directories) {
                if (Files.isWritable(directory) && ProcessHandle.of(owner(directory)).isEmpty()) {
                    removeUnlocked(directory);
                }
            }
        }
    }

    private static void removeUnlocked(Path directory) throws IOException {
        try {
            if (!isLocked(directory)) {
                Trees.delete(directory);
            }
        } catch (NoSuchFileException e) {
            // Another agent that starts just now was first.
            return;
        }
    }

    /**
     * True if a process uses it that is not seen from here, as in a container that shares the temporary
     * directory with others. Asked only of directories of other processes: to close the file would give up a
     * lock of our own.
     */
    private static boolean isLocked(Path directory) throws IOException {
        try (FileChannel file = FileChannel.open(directory.resolve(LOCK), WRITE);
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            FileTime made = Files.getLastModifiedTime(directory);
            return made.toMillis() > System.currentTimeMillis() - MOST_MILLIS_TO_LOCK;
        }
    }

    /** The process id in the name; that of this process, which lives, if there is none. */
    private static long owner(Path directory) {
        String name = directory.getFileName().toString().substring(PREFIX.length());
        try {
            return Long.parseLong(name.substring(0, name.indexOf('-')));
        } catch (NumberFormatException e) {
            return ProcessHandle.current().pid();
        }
    }

    @Override
    public void close() throws IOException {
        // Whoever tidies the temporary directory may have been first; that is no error.
        Trees.delete(directory);
    }
}
