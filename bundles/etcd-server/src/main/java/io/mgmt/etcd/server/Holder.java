// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds which process holds something, in Linux's {@code /proc}; elsewhere, and where other users'
 * processes may not be looked into, it finds nothing.
 *
 * @param name of the program, as ps shows it
 */
record Holder(long pid, String name) {

    private static final String LISTENING = "0A";

    @Override
    public String toString() {
        return "process " + pid + " (" + name + ")";
    }

    /** The process that listens on a TCP port. */
    static Optional<Holder> ofPort(Path proc, int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(proc.resolve("net").resolve(table),
                    StandardCharsets.ISO_8859_1)) {
                lines.flatMap(line -> inode(line, port).stream())
                        .forEach(inode -> sockets.add("socket:[" + inode + "]"));
            } catch (IOException absent) {
                // Not Linux, or no such protocol here.
            }
        }
        return sockets.isEmpty() ? Optional.empty() : holding(proc, sockets::contains);
    }

    /** The process that has a file open somewhere below a directory. */
    static Optional<Holder> ofFilesIn(Path proc, Path directory) {
        String prefix = directory + "/";
        return holding(proc, target -> target.startsWith(prefix));
    }

    /**
     * A line of /proc/net/tcp, as proc(5) describes it: {@code sl local_address rem_address st
     * tx:rx tr:tm retrnsmt uid timeout inode …}.
     */
    static Optional<String> inode(String line, int port) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length < 10 || !LISTENING.equals(fields[3])) {
            return Optional.empty();
        }
        String local = fields[1];
        try {
            return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16) == port
                    ? Optional.of(fields[9]) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Holder> holding(Path proc, Predicate<String> target) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, target)) {
                    return Optional.of(new Holder(Long.parseLong(process.getFileName().toString()),
                            Files.readString(process.resolve("comm")).strip()));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // It ended meanwhile, or this is not Linux: then nobody can be named.
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Predicate<String> target) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (target.test(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that ended meanwhile.
        }
        return false;
    }
}
