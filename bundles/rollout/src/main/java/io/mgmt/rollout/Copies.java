// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The directory {@code bundles} of a host's state: jars named by their hash, and what the host knew last, so that it
 * starts with the same bundles where no store answers.
 */
final class Copies {

    private static final String JAR = ".jar";

    private final Path directory;

    /** @param directory need not exist: it is made with the first copy */
    Copies(Path directory) {
        this.directory = directory;
    }

    /** The jars that are whole; what is damaged is removed. */
    Set<String> verified() throws IOException {
        Set<String> hashes = new TreeSet<>();
        for (String name : jars()) {
            Path file = directory.resolve(name);
            String hash = name.substring(0, name.length() - JAR.length());
            if (Sha256.of(Files.readAllBytes(file)).equals(hash)) {
                hashes.add(hash);
            } else {
                Files.delete(file);
            }
        }
        return hashes;
    }

    Path directory() {
        return directory;
    }

    Path jar(String sha256) {
        return directory.resolve(sha256 + JAR);
    }

    /** Is on the disk, whole, when this returns. */
    void add(String sha256, byte[] bytes) throws IOException {
        write(jar(sha256), bytes);
    }

    /** Removes all jars but these. */
    void keepOnly(Set<String> hashes) throws IOException {
        for (String name : jars()) {
            if (!hashes.contains(name.substring(0, name.length() - JAR.length()))) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
    }

    /** A note of its own name; empty if there is none. */
    String note(String name) throws IOException {
        try {
            return Files.readString(directory.resolve(name));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Replaces a note, or removes it if there is nothing to say. */
    void note(String name, String text) throws IOException {
        if (text.isEmpty()) {
            Files.deleteIfExists(directory.resolve(name));
        } else {
            write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Set<String> jars() throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(JAR))
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** So that a crash at any moment leaves the old or the new. */
    private void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }
}
