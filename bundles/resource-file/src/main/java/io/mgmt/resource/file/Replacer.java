// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Puts files, links and directories in their place. A file or link is made under another name in
 * the same directory and renamed when it is complete: whoever looks sees the old one or the new
 * one.
 */
final class Replacer {

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    private static final FileAttribute<?>[] BY_UMASK = {};
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PLAIN_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    private final Temporaries temporaries = new Temporaries();

    /** Makes something at a path that nobody looks at. */
    private interface Making {
        void make(Path temporary) throws ResourceException, IOException;
    }

    /**
     * Without a wish for it, a new file gets the mode of the one it replaces, else that of the
     * umask.
     */
    void file(Path path, Content content, Look look, boolean force, Context context)
            throws ResourceException, IOException {
        FileStat old = FileStat.of(path);
        boolean isOpen = look.mode() == Look.KEEP && !old.is(FileStat.Type.FILE);
        replace(path, old, force, context, temporary -> {
            try (FileChannel file = FileChannel.open(temporary, NEW, isOpen ? BY_UMASK
                    : only(PRIVATE_FILE))) {
                content.writeTo(file, context);
                Attributes.dress(temporary, look, old, path);
                if (old.is(FileStat.Type.FILE)) {
                    // A crash after the rename would leave an empty file where the old one was, if
                    // the content came to the disk after the name. Where there was none, nothing
                    // can be lost: the next check finds the file wrong and repairs it, so no time
                    // is spent.
                    file.force(true);
                }
            }
        });
    }

    void link(Path path, String target, Look look, boolean force, Context context)
            throws ResourceException, IOException {
        replace(path, FileStat.of(path), force, context, temporary -> {
            Files.createSymbolicLink(temporary, Path.of(target));
            Attributes.dress(temporary, look);
        });
    }

    private void replace(Path path, FileStat old, boolean force, Context context, Making making)
            throws ResourceException, IOException {
        Path temporary = temporaries.next(path.getParent());
        boolean isDone = false;
        try {
            making.make(temporary);
            if (old.is(FileStat.Type.DIRECTORY)) {
                if (!force) {
                    throw new ResourceException(path + " has become a directory. Move it away, or"
                            + " set force: true.");
                }
                Removal.remove(path, context);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            isDone = true;
        } catch (NoSuchFileException e) {
            // The directory is missing; whoever called may make it.
            throw e;
        } catch (IOException e) {
            // Now, because on a full disk the temporary file is what fills it.
            throw Failures.explain("write", path, e);
        } finally {
            if (!isDone) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** What stands there goes first, if it may: a directory cannot be renamed over a file. */
    void directory(Path path, Look look, boolean force, Context context)
            throws ResourceException, IOException {
        FileStat old = FileStat.of(path);
        if (!old.is(FileStat.Type.ABSENT) && !old.is(FileStat.Type.DIRECTORY)) {
            if (!force) {
                throw new ResourceException(path + " has become " + old.type()
                        + ". Move it away, or set force: true.");
            }
            Removal.remove(path, context);
        }
        if (!old.is(FileStat.Type.DIRECTORY)) {
            Files.createDirectory(path, look.mode() == Look.KEEP ? PLAIN_DIRECTORY
                    : PRIVATE_DIRECTORY);
        }
        Attributes.dress(path, look);
    }

    /** Makes the directories above the path that are missing: 0755, less what the umask takes. */
    static void parents(Path path) throws IOException {
        Files.createDirectories(path.getParent(), PLAIN_DIRECTORY);
    }

    private static FileAttribute<?>[] only(FileAttribute<?> attribute) {
        return new FileAttribute<?>[] {attribute};
    }
}
