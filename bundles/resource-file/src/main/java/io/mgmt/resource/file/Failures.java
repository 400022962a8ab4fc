// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says what an error of the file system means. The text of the system is in the language of the
 * host, so the cause is found by looking, and the text only quoted.
 */
final class Failures {

    private static final int LONGEST_NAME = 255;
    /** Less than this is as good as nothing: the smallest block of common file systems. */
    private static final long NO_SPACE = 4096;

    private Failures() {
    }

    /**
     * @param doing what was tried, such as {@code "write"}
     * @param path where
     */
    static ResourceException explain(String doing, Path path, IOException e) {
        return new ResourceException("Cannot " + doing + " " + path + ": " + cause(path, e), e);
    }

    private static String cause(Path path, IOException e) {
        Optional<Path> blocked = blockedBy(path);
        if (blocked.isPresent()) {
            return blocked.get() + " is not a directory. Move it away, or correct path.";
        }
        Optional<Path> dangling = danglingAbove(path);
        if (dangling.isPresent()) {
            return dangling.get() + " is a symbolic link that leads nowhere, or in a circle."
                    + " Correct it.";
        }
        if (longest(path) > LONGEST_NAME) {
            return "a name in it is longer than " + LONGEST_NAME + " bytes. Shorten it.";
        }
        if (e instanceof NoSuchFileException && !Files.exists(path.getParent())) {
            return "its directory does not exist. Set recurse: true to make " + path.getParent()
                    + "/, or add file[" + path.getParent() + "/] to the graph.";
        }
        String reason = reason(e);
        Path place = deepest(path);
        try {
            if (Files.getFileStore(place).isReadOnly()) {
                return "its file system is mounted read-only (" + reason + "). Mount it writable.";
            }
            if (e instanceof AccessDeniedException) {
                return "permission denied for user " + System.getProperty("user.name")
                        + ". Run the agent as root, or give that user access to " + place
                        + "; or clear its immutable flag.";
            }
            if (Files.getFileStore(place).getUsableSpace() < NO_SPACE
                    || reason.equals("No space left on device")) {
                return "no space is left on its file system (" + reason
                        + "). Free some (df shows bytes, df -i files); what was there is"
                        + " unchanged.";
            }
        } catch (IOException unknown) {
            return reason + ". Look at the file system there.";
        }
        return reason + ". See whether user " + System.getProperty("user.name") + " may do that to "
                + place + ", and whether its file system is sound.";
    }

    /** What stands where a directory above the path should be; empty if nothing does. */
    static Optional<Path> blockedBy(Path path) {
        Path place = path.getParent();
        while (place != null && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            place = place.getParent();
        }
        return place == null || Files.isDirectory(place) || isDangling(place) ? Optional.empty()
                : Optional.of(place);
    }

    private static Optional<Path> danglingAbove(Path path) {
        Path place = path.getParent();
        while (place != null && !isDangling(place)) {
            place = place.getParent();
        }
        return Optional.ofNullable(place);
    }

    private static boolean isDangling(Path place) {
        return Files.isSymbolicLink(place) && !Files.exists(place);
    }

    private static Path deepest(Path path) {
        Path place = path;
        while (place.getParent() != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place;
    }

    private static int longest(Path path) {
        int longest = 0;
        for (Path name : path) {
            longest = Math.max(longest, name.toString().getBytes(StandardCharsets.UTF_8).length);
        }
        return longest;
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e instanceof FileSystemException ? e.getClass().getSimpleName()
                : String.valueOf(e.getMessage());
    }
}
