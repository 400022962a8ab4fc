// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Data of former members, in directories named by the time at which they were moved here. */
final class DataArchive {

    /** More than one, because the wrong one may be missed only later. */
    private static final int KEPT = 3;
    /** An idle member takes 123 MB. */
    private static final long LIMIT_BYTES = 1L << 30;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final long limitBytes;

    DataArchive(Path directory) {
        this(directory, LIMIT_BYTES);
    }

    DataArchive(Path directory, long limitBytes) {
        this.directory = directory;
        this.limitBytes = limitBytes;
    }

    /**
     * Moves the data here, then thins out: what is older than the newest 3 goes, and what does not fit.
     * What was moved just now always stays.
     *
     * @return where the data is now
     */
    Path take(Path data, Instant now) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        String name = NAME.format(now);
        Path place = directory.resolve(name);
        for (int n = 2; Files.exists(place); n++) {
            place = directory.resolve(name + "-" + n);
        }
        Files.createDirectory(place);
        Path moved = place.resolve(data.getFileName());
        Files.move(data, moved, StandardCopyOption.ATOMIC_MOVE);
        thinOut();
        return moved;
    }

    private void thinOut() throws IOException {
        long bytes = 0;
        int kept = 0;
        for (Path place : newestFirst()) {
            bytes += size(place);
            kept++;
            if (kept > 1 && (kept > KEPT || bytes > limitBytes)) {
                WorkDirectory.delete(place);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> places = Files.list(directory)) {
            return places.filter(Files::isDirectory)
                    .filter(place -> isTime(place.getFileName().toString()))
                    .sorted(Comparator.comparing(DataArchive::order).reversed()).toList();
        }
    }

    /** What a person put here under another name is not ours to delete. */
    private static boolean isTime(String name) {
        return name.matches("\\d{8}T\\d{6}Z(-\\d{1,6})?");
    }

    /** So that -10 comes after -9. */
    private static String order(Path place) {
        String name = place.getFileName().toString();
        int dash = name.indexOf('-');
        String number = dash < 0 ? "1" : name.substring(dash + 1);
        return name.substring(0, 16) + "0".repeat(6 - number.length()) + number;
    }

    private static long size(Path root) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }
}
