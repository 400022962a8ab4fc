// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Binaries that were fetched, as {@code <version>-<platform>/etcd}. A file gets its name last, by a
 * rename, so that what has a name is complete and checked.
 */
final class BinaryCache {

    private static final Duration LOCK_POLL = Duration.ofMillis(100);

    private final Path directory;
    private final Platform platform;

    BinaryCache(Path directory, Platform platform) {
        this.directory = directory;
        this.platform = platform;
    }

    Path directory() {
        return directory;
    }

    Path place(Tool tool, EtcdVersion version) {
        return directory.resolve(version + "-" + platform).resolve(tool.file);
    }

    Optional<EtcdVersion> version(Tool tool, String wanted) {
        return EtcdVersion.parse(wanted).filter(version -> Files.isExecutable(place(tool,
                version)));
    }

    EtcdBinaries.Found found(Tool tool, EtcdVersion version) {
        return new EtcdBinaries.Found(place(tool, version), version.text(), "cache");
    }

    /** Why nothing can be fetched into it, with a remedy; empty if nothing is wrong. Changes nothing. */
    Optional<String> problem() {
        Path there = directory;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return Optional.of(unusable(there + " is not a directory"));
        }
        boolean isReadable = Files.isReadable(there) && Files.isExecutable(there);
        if (!Files.isWritable(there) || !isReadable) {
            return Optional.of(unusable("this user may not " + (isReadable ? "write to " : "read ") + there));
        }
        Path lock = lockFile();
        return Files.exists(lock) && !Files.isWritable(lock)
                ? Optional.of(unusable("this user may not write to " + lock)) : Optional.empty();
    }

    private String unusable(String reason) {
        return "none is installed, and none can be fetched into " + directory + ": " + reason
                + ".\n  Mend that, set XDG_CACHE_HOME to a directory that this user may write to, or pass"
                + " --etcd PATH.";
    }

    private Path lockFile() {
        return directory.resolve("lock");
    }

    /** The version that would be fetched, else the newest. */
    Optional<EtcdVersion> best(Tool tool) throws IOException {
        Optional<EtcdVersion> usual = version(tool, CargoCrate.DEFAULT_VERSION);
        return usual.isPresent() ? usual : versions(tool).stream().findFirst();
    }

    /** What is there, the newest first. */
    List<EtcdVersion> versions(Tool tool) throws IOException {
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            return List.of();
        }
        String suffix = "-" + platform;
        List<EtcdVersion> versions = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .flatMap(name -> version(tool, name.substring(0,
                    name.length() - suffix.length())).stream())
                    .forEach(versions::add);
        }
        versions.sort(Comparator.reverseOrder());
        return versions;
    }

    /**
     * Takes a fetched file in.
     *
     * @param sha256 what it must be, in hex; empty if the package manager has checked it
     * @throws EtcdUnavailableException if it is another file, or does not run
     */
    EtcdVersion install(Tool tool, Path fetched, String sha256)
            throws IOException, InterruptedException {
        Path partial = Files.createTempFile(directory, "." + tool.file + "-", ".partial");
        try {
            Files.copy(fetched, partial, StandardCopyOption.REPLACE_EXISTING);
            if (!sha256.isEmpty() && !sha256.equals(sha256(partial))) {
                throw new EtcdUnavailableException("the fetched " + tool.file + " has the SHA-256 "
                        + sha256(partial) + ", not " + sha256
                        + " as it should: it was thrown away");
            }
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            EtcdVersion version = VersionProbe.ask(tool, partial);
            Path place = place(tool, version);
            Files.createDirectories(place.getParent());
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return version;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Makes this process the only one that fetches; waits for another one. What a killed one left
     * half done is removed.
     *
     * @return closes it
     */
    FileChannel lock(Deadline deadline, EtcdBinaries.Progress progress)
            throws IOException, InterruptedException {
        Optional<String> problem = problem();
        if (problem.isPresent()) {
            throw new EtcdUnavailableException(problem.get());
        }
        Files.createDirectories(directory);
        Path file = lockFile();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            for (boolean said = false; !tryLock(channel); said = true) {
                if (!said) {
                    progress.line("waiting for another process that fetches etcd (it holds " + file
                            + ")");
                }
                deadline.check("another process held " + file + " all the time");
                Thread.sleep(LOCK_POLL.toMillis());
            }
            locked = true;
            removePartial();
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return false;
        }
    }

    private void removePartial() throws IOException {
        List<Path> partial;
        try (Stream<Path> entries = Files.list(directory)) {
            partial = entries.filter(entry -> entry.getFileName().toString().endsWith(".partial"))
                    .toList();
        }
        for (Path file : partial) {
            Files.deleteIfExists(file);
        }
    }
}
