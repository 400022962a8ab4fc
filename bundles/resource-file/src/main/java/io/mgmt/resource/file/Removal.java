// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes what stands at a path, with all below. Directories are held open while they are emptied,
 * so that nobody can put a link in their place and have us remove what it leads to.
 */
final class Removal {

    /** Each level holds a file open. */
    private static final int MOST_LEVELS = 200;
    /** How often a directory is emptied that gets filled meanwhile. */
    private static final int MOST_PASSES = 3;

    private Removal() {
    }

    static void remove(Path path, Context context) throws ResourceException, IOException {
        if (!FileStat.of(path).is(FileStat.Type.DIRECTORY)) {
            Files.deleteIfExists(path);
            return;
        }
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(path.getParent())) {
            if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
                throw new ResourceException("Cannot remove " + path
                        + " safely: this system does not open files relative to a directory."
                        + " Remove it by hand.");
            }
            directory(secure, path.getFileName(), path, MOST_LEVELS, context);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void directory(SecureDirectoryStream<Path> parent, Path name, Path path,
            int levels, Context context) throws ResourceException, IOException {
        if (levels == 0) {
            throw new ResourceException("Cannot remove " + path + ": it lies more than "
                    + MOST_LEVELS + " levels deep. Remove it by hand.");
        }
        for (int pass = 1; ; pass++) {
            Bytes.proceedUnlessCancelled(context);
            empty(parent, name, path, levels, context);
            try {
                parent.deleteDirectory(name);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (DirectoryNotEmptyException e) {
                if (pass == MOST_PASSES) {
                    throw e;
                }
            }
        }
    }

    private static void empty(SecureDirectoryStream<Path> parent, Path name, Path path, int levels,
            Context context) throws ResourceException, IOException {
        try (SecureDirectoryStream<Path> entries = parent.newDirectoryStream(name,
                LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries) {
                Path file = entry.getFileName();
                try {
                    if (entries.getFileAttributeView(file, BasicFileAttributeView.class,
                            LinkOption.NOFOLLOW_LINKS).readAttributes().isDirectory()) {
                        directory(entries, file, path.resolve(file), levels - 1, context);
                    } else {
                        entries.deleteFile(file);
                    }
                } catch (NoSuchFileException e) {
                    // Somebody else removed it first.
                    continue;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // The same, or it was replaced; deleting it tells.
            return;
        }
    }
}
