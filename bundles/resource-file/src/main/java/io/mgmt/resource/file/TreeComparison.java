// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a directory with its source, with all below. Files and directories get the mode that
 * they have in the source; links are copied as links, and are followed in neither tree. The mode
 * that the wish names is that of the top directory; its owner and group hold for everything.
 */
final class TreeComparison {

    /**
     * A larger tree is better kept by a package manager or rsync; a check of this one takes
     * seconds.
     */
    private static final int MOST_ENTRIES = 100_000;
    private static final int MOST_LEVELS = 200;
    private static final int OWNER_WRITES = 0300;

    private final FileWish wish;
    private final Comparison comparison;
    private final Context context;
    private int entries;

    TreeComparison(FileWish wish, Comparison comparison, Context context) {
        this.wish = wish;
        this.comparison = comparison;
        this.context = context;
    }

    /** @param isThere true if the directory exists */
    void compare(boolean isThere) throws ResourceException, IOException {
        // A source may be reached through a link; from there on none is followed.
        if (!Files.isDirectory(wish.source())) {
            throw new ResourceException("The source " + wish.source() + " is "
                    + (Files.exists(wish.source()) ? "not a directory. Take the / from the end of"
                    + " path, or correct source." : "absent. Make it, or correct source."));
        }
        Path from = wish.source().toRealPath();
        Path to = place(wish.path());
        if (from.startsWith(to) || to.startsWith(from)) {
            throw new ResourceException("source " + wish.source() + " and path " + wish.path()
                    + " lie within each other: they are " + from + " and " + to
                    + ". Copy from somewhere else.");
        }
        directory(wish.source(), wish.path(), isThere, MOST_LEVELS);
    }

    /** Where the path is once the links above it are followed. */
    private static Path place(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            return path;
        }
        return (Files.exists(parent) ? parent.toRealPath()
                : place(parent)).resolve(path.getFileName());
    }

    private void directory(Path from, Path to, boolean isThere, int levels)
            throws ResourceException, IOException {
        if (levels == 0) {
            throw new ResourceException("The source " + from + " lies more than " + MOST_LEVELS
                    + " levels deep. Copy a part of it.");
        }
        Set<Path> wanted = names(from);
        if (wish.purge() && isThere) {
            // First, because what is in the way of a new name may be only a letter's case away.
            for (Path name : names(to)) {
                if (!wanted.contains(name) && !Temporaries.isTemporary(name)) {
                    Path extra = to.resolve(name);
                    comparison.remove(extra, FileStat.of(extra), true);
                }
            }
        }
        for (Path name : wanted) {
            entry(from.resolve(name), to.resolve(name), isThere, levels);
        }
    }

    private void entry(Path from, Path to, boolean isThere, int levels)
            throws ResourceException, IOException {
        Bytes.proceedUnlessCancelled(context);
        FileStat source = FileStat.of(from);
        FileStat present = isThere ? FileStat.of(to) : FileStat.NOTHING;
        Look look = wish.look().withMode(source.mode());
        switch (source.type()) {
            case FILE -> comparison.file(to, present, Content.of(from), look);
            case LINK -> comparison.link(to, present, Files.readSymbolicLink(from).toString(),
                    look.withMode(Look.KEEP));
            case DIRECTORY -> {
                boolean isKept = present.is(FileStat.Type.DIRECTORY);
                // A directory that its owner may not write to is filled first and closed
                // afterwards.
                boolean isClosed = !isKept && (source.mode() & OWNER_WRITES) != OWNER_WRITES;
                comparison.directory(to, present, isClosed
                        ? look.withMode(source.mode() | OWNER_WRITES) : look);
                directory(from, to, isKept, levels - 1);
                if (isClosed) {
                    comparison.mode(to, source.mode() | OWNER_WRITES, source.mode());
                }
            }
            case SPECIAL -> throw new ResourceException("The source " + from + " is "
                    + source.type() + "; only files, directories and links can be copied. Move it"
                    + " out of the source.");
            default -> throw new ResourceException("The source " + from
                    + " went away while it was read. It is read again at its next change.");
        }
    }

    private Set<Path> names(Path directory) throws ResourceException, IOException {
        Set<Path> names = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                names.add(entry.getFileName());
                if (++entries > 2 * MOST_ENTRIES) {
                    throw new ResourceException(wish.source() + " and " + wish.path()
                            + " together have more than " + 2 * MOST_ENTRIES
                            + " entries. Copy a part of it.");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }
}
