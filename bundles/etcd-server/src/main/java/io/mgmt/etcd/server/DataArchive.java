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
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'",
            Locale.ROOT).withZone(ZoneOffset.UTC);

    /** By second, and then by number, so that -10 comes after -9. */
    private static final Comparator<Path> NEWEST_FIRST = Comparator
            .comparing((Path place) -> place.getFileName().toString().substring(0, 16))
            .thenComparing(place -> number(place.getFileName().toString())).reversed();

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
     * Moves the data here, then thins out: what is older than the newest 3 goes, and what does not
     * fit. What was moved just now always stays.
     *
     * @return where the data is now
     */
    Path take(Path data, Instant now) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path place = Files.createDirectory(freePlace(NAME.format(now)));
        Path moved = place.resolve(data.getFileName());
        Files.move(data, moved, StandardCopyOption.ATOMIC_MOVE);
        thinOut(place);
        return moved;
    }

    /** After all of the same second, also where a gap would be free: the name is the order. */
    private Path freePlace(String name) throws IOException {
        int last = 0;
        for (Path place : newestFirst()) {
            String other = place.getFileName().toString();
            if (other.startsWith(name)) {
                last = Math.max(last, number(other));
            }
        }
        return directory.resolve(last == 0 ? name : name + "-" + (last + 1));
    }

    private void thinOut(Path latest) throws IOException {
        long bytes = size(latest);
        int kept = 1;
        for (Path place : newestFirst()) {
            // By name and not by rank: a clock that was set back makes old names of new data.
            if (place.equals(latest)) {
                continue;
            }
            long more = size(place);
            if (kept < KEPT && bytes + more <= limitBytes) {
                kept++;
                bytes += more;
            } else {
                WorkDirectory.delete(place);
            }
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> places = Files.list(directory)) {
            return places.filter(Files::isDirectory)
                    .filter(place -> isTime(place.getFileName().toString()))
                    .sorted(NEWEST_FIRST).toList();
        }
    }

    /** What a person put here under another name is not ours to delete. */
    private static boolean isTime(String name) {
        return name.matches("\\d{8}T\\d{6}Z(-\\d{1,6})?");
    }

    private static int number(String name) {
        int dash = name.indexOf('-');
        return dash < 0 ? 1 : Integer.parseInt(name.substring(dash + 1));
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
