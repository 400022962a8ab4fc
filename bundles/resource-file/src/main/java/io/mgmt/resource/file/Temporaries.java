// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for temporary files, and the removal of those that a crash left. A name tells the process
 * and this bundle, so that the files of another agent at work are left alone.
 */
final class Temporaries {

    private static final String PREFIX = ".mgmt-";
    private static final String SUFFIX = ".tmp";
    /** More would be a graph of that many directories; then they are looked through once more. */
    private static final int MOST_SWEPT = 100_000;

    private static final String MINE = PREFIX + ProcessHandle.current().pid() + "-"
            + Long.toHexString(System.nanoTime()) + "-";
    private static final AtomicLong LAST = new AtomicLong();

    private final Set<Path> swept = ConcurrentHashMap.newKeySet();

    /** True for any name that {@link #next} makes, in this process or another. */
    static boolean isTemporary(Path name) {
        String text = name.toString();
        return text.startsWith(PREFIX) && text.endsWith(SUFFIX) && pid(text) > 0;
    }

    /**
     * A name that nobody has, in the directory; the first time also removes what a crash left
     * there.
     */
    Path next(Path directory) throws IOException {
        if (!swept.contains(directory)) {
            sweep(directory);
            if (swept.size() >= MOST_SWEPT) {
                swept.clear();
            }
            swept.add(directory);
        }
        return directory.resolve(MINE + LAST.incrementAndGet() + SUFFIX);
    }

    private void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory,
                this::isLeftOver)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        } catch (AccessDeniedException e) {
            // A directory that may be written but not listed: what is left there cannot be found.
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private boolean isLeftOver(Path entry) {
        Path name = entry.getFileName();
        if (!isTemporary(name) || name.toString().startsWith(MINE)
                || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        long pid = pid(name.toString());
        // This process before its bundle was replaced: in a container every start has the same
        // number.
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static long pid(String name) {
        int end = name.indexOf('-', PREFIX.length());
        String digits = end < 0 ? "" : name.substring(PREFIX.length(), end);
        boolean isNumber = !digits.isEmpty() && digits.length() < 19
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Long.parseLong(digits) : 0;
    }
}
