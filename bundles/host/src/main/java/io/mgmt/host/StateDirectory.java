// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The state directory of one host while this process holds its lock. Two agents on one directory
 * would be two hosts with one identity, so the second is refused.
 */
final class StateDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String HOST_ID = "host-id";

    /** A process id, and no more of a file that anybody may have written. */
    private static final int MOST_PID_BYTES = 32;

    /**
     * Channels that must not be closed: POSIX drops every lock of a process on a file when the
     * process closes any descriptor of that file (fcntl(2)), so the loser within one JVM would
     * unlock the winner.
     */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    private final Path path;
    private final UUID hostId;
    private final FileChannel lock;

    private StateDirectory(Path path, UUID hostId, FileChannel lock) {
        this.path = path;
        this.hostId = hostId;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is not there, locks it and reads or makes the host id.
     *
     * @param path absolute
     * @throws WrongInputException if it cannot be used; the message says why and what to do
     */
    static StateDirectory open(Path path) {
        FileChannel lock;
        try {
            make(path);
            lock = lock(path);
        } catch (IOException e) {
            throw new WrongInputException(explain(path, e), e);
        }
        try {
            return new StateDirectory(path, hostId(path.resolve(HOST_ID)), lock);
        } catch (IOException e) {
            close(lock);
            throw new WrongInputException(explain(path, e), e);
        } catch (WrongInputException e) {
            close(lock);
            throw e;
        }
    }

    UUID hostId() {
        return hostId;
    }

    Path path() {
        return path;
    }

    /** Unlocks; everything stays. */
    @Override
    public void close() {
        close(lock);
    }

    private static void make(Path path) throws IOException {
        for (Path part = path; part != null; part = part.getParent()) {
            // Asked first, because the error of createDirectories does not always name the file.
            if (Files.exists(part) && !Files.isDirectory(part)) {
                throw new FileAlreadyExistsException(part.toString());
            }
        }
        Files.createDirectories(path.getParent());
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), CREATE, READ, WRITE);
        boolean locked = false;
        boolean heldHere = false;
        try {
            FileLock taken = channel.tryLock();
            if (taken == null) {
                throw alreadyRunning(path, pidIn(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"),
                    0);
            channel.force(true);
            locked = true;
            return channel;
        } catch (OverlappingFileLockException e) {
            heldHere = true;
            throw alreadyRunning(path, Long.toString(ProcessHandle.current().pid()));
        } finally {
            if (heldHere) {
                NEVER_CLOSED.add(channel);
            } else if (!locked) {
                channel.close();
            }
        }
    }

    private static WrongInputException alreadyRunning(Path path, String pid) {
        return new WrongInputException(path.getFileName() + " is already running as process " + pid
                + ", which holds "
                + path + ".\n  Stop it, or pass another --hostname or --prefix. Nothing was"
                + " changed.");
    }

    private static String pidIn(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_PID_BYTES);
        channel.read(bytes, 0);
        String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return text.isEmpty() ? "(it has not said which)" : text;
    }

    private static UUID hostId(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            UUID fresh = UUID.randomUUID();
            AtomicFile.write(file, fresh + "\n");
            return fresh;
        }
        try {
            UUID id = UUID.fromString(text);
            // fromString takes short forms such as 1-1-1-1-1 too; only what we wrote is whole.
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: every damage gets the same message.
        }
        throw new WrongInputException("The host id in " + file + " is damaged: it reads \""
                + shortened(text)
                + "\", which is no UUID.\n  Restore the file. If this host is in no cluster, delete"
                + " " + file.getParent() + ": it starts as a new host then. Nothing was changed.");
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }

    /** What happened, where, and how to fix it. */
    static String explain(Path path, IOException e) {
        String where = "Cannot use the state directory " + path + ": ";
        if (e instanceof FileAlreadyExistsException exists) {
            return where + exists.getFile() + " is a file."
                    + "\n  Pass another --prefix, or move the file away. Nothing was changed.";
        }
        if (e instanceof AccessDeniedException denied) {
            return where + "this user may not write " + denied.getFile() + "."
                    + "\n  Pass another --prefix, or run as a user who may. Nothing was started.";
        }
        String reason = e instanceof NoSuchFileException none ? none.getFile() + " cannot be made there"
                : e instanceof FileSystemException fs && fs.getReason() != null
                ? fs.getFile() + ": " + fs.getReason() : String.valueOf(e.getMessage());
        return where + reason + ".\n  Pass another --prefix, or mend this. Nothing was started.";
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
