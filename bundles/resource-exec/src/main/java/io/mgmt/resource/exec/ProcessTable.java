// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this host with their sessions, from proc(5). */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    /**
     * A process that still runs; zombies are left out, since a container's process 1 may never reap
     * them.
     *
     * @param group its process group
     * @param session the process id of the leader of its session
     */
    record Entry(long pid, long group, long session) {
    }

    private ProcessTable() {
    }

    static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(PROC, ProcessTable::isProcess)) {
            for (Path process : processes) {
                entry(process).ifPresent(entries::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PROC + "; it must be mounted", e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException("cannot read " + PROC
                    + "; it must be mounted", e.getCause());
        }
        return entries;
    }

    private static boolean isProcess(Path path) {
        char first = path.getFileName().toString().charAt(0);
        return first >= '1' && first <= '9';
    }

    private static Optional<Entry> entry(Path process) {
        String stat;
        try {
            stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It ended since the directory was read.
            return Optional.empty();
        }
        return parse(stat);
    }

    /**
     * Reads {@code pid (command) state ppid pgrp session …}; the command may hold blanks and
     * brackets.
     */
    static Optional<Entry> parse(String stat) {
        int command = stat.indexOf(" (");
        int end = stat.lastIndexOf(')');
        if (command < 0 || end < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(end + 2).split(" ", 5);
        char state = fields[0].charAt(0);
        if (state == 'Z' || state == 'X') {
            return Optional.empty();
        }
        return Optional.of(new Entry(Long.parseLong(stat.substring(0, command)),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3])));
    }
}
