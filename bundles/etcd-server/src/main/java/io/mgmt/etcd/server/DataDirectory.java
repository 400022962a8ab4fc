// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where etcd of this host lives: {@code etcd/} in the state directory, with {@code data/}, the log
 * and the record.
 */
record DataDirectory(Path state) {

    /** Holds all that belongs to the process. */
    Path home() {
        return state.resolve("etcd");
    }

    Path data() {
        return home().resolve("data");
    }

    Path record() {
        return home().resolve("process.json");
    }

    Path archive() {
        return state.resolve("archive");
    }

    /** Makes what is missing, for this user alone. */
    void create() throws IOException {
        for (Path directory : List.of(home(), data())) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /**
     * True if there is a write-ahead log. A directory that cannot be read counts as one that holds
     * something.
     */
    boolean hasData() {
        return !segments().isEmpty();
    }

    /** True if there is anything at all, even if etcd could not use it. */
    boolean hasContents() throws IOException {
        if (!Files.isDirectory(data())) {
            return Files.exists(data());
        }
        try (Stream<Path> files = Files.list(data())) {
            return files.findAny().isPresent();
        }
    }

    /** With the data goes what is known about it. */
    void forgetRecord() throws IOException {
        Files.deleteIfExists(record());
    }

    private List<Path> segments() {
        Path wal = data().resolve("member/wal");
        try (Stream<Path> files = Files.list(wal)) {
            return files.filter(file -> file.toString().endsWith(".wal")).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            return List.of(wal);
        }
    }

    /**
     * Whether an etcd works on the data at this moment: it locks the segment that it writes. The
     * lock of the database cannot be seen from Java, this one can.
     */
    boolean isLocked() throws IOException {
        List<Path> segments = segments();
        if (segments.isEmpty()) {
            return false;
        }
        Path newest = segments.get(segments.size() - 1);
        if (!Files.isRegularFile(newest)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /**
     * Why etcd could not keep its data here, as a sentence; empty if nothing is wrong. Changes
     * nothing.
     */
    String problem() {
        for (Path directory : List.of(data(), home(), state)) {
            if (Files.exists(directory)) {
                if (!Files.isDirectory(directory)) {
                    return directory + " is a file, and must be a directory.\n  Move it away.";
                }
                if (!Files.isWritable(directory)) {
                    return directory
                            + " cannot be written by this user.\n"
                            + "  Give it to the user that runs mgmt.";
                }
            }
        }
        return "";
    }
}
