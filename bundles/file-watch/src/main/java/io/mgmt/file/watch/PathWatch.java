// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Somebody listens to one path. It follows the entries that decide where the path leads: its own,
 * and those of every symbolic link on the way and at the end.
 */
non-sealed class PathWatch implements Follower {

    /** As many as Linux follows; a path with more leads nowhere. */
    private static final int MOST_LINKS = 40;

    private final WatchTable table;
    private final Path path;
    private final Runnable changed;
    private List<WatchedEntry> followed = List.of();
    private volatile boolean isReleased;

    PathWatch(WatchTable table, Path path, Runnable changed) {
        this.table = table;
        this.path = path;
        this.changed = changed;
    }

    final Path path() {
        return path;
    }

    final WatchTable table() {
        return table;
    }

    /** True if the path led to itself when it was looked at last, and no link was on the way. */
    boolean isPlain() {
        return followed.size() == 1;
    }

    /**
     * Looks where the path leads now. A directory is armed before what is in it is looked at, so
     * that whatever comes after the look comes as an event.
     *
     * @return where it leads: a path without links, of something that need not exist
     */
    Path follow() throws IOException {
        List<WatchedEntry> now = new ArrayList<>(1);
        try {
            Path end = walk(now);
            List<WatchedEntry> before = followed;
            followed = now;
            detach(before, now);
            return end;
        } catch (IOException | RuntimeException e) {
            detach(now, followed);
            throw e;
        }
    }

    private Path walk(List<WatchedEntry> found) throws IOException {
        WatchedDirectory parent = path.getParent() == null ? null : table.plain(path.getParent());
        if (parent != null) {
            // The usual case: one entry, one look.
            found.add(table.attach(parent, path.getFileName(), this, true));
            if (!Files.isSymbolicLink(path)) {
                return path;
            }
        }
        Path at = path.getRoot();
        Deque<Path> names = new ArrayDeque<>();
        prepend(path, names);
        int links = 0;
        while (!names.isEmpty()) {
            Path name = names.pop();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = name.toString().equals(".") ? at : at.resolve(name);
            Path target = next.equals(at) ? null : look(at, name, names.isEmpty(), found);
            if (target == null) {
                at = next;
            } else if (++links > MOST_LINKS) {
                return next;
            } else {
                at = target.isAbsolute() ? target.getRoot() : at;
                prepend(target, names);
            }
        }
        return at;
    }

    /** Where the link of that name leads; null if it is none. */
    private Path look(Path at, Path name, boolean isLast, List<WatchedEntry> found)
            throws IOException {
        Path next = at.resolve(name);
        if (!isLast && table.plain(next) != null) {
            return null;
        }
        WatchedEntry entry = table.attach(table.directory(at), name, this, isLast);
        if (!found.contains(entry)) {
            found.add(entry);
        }
        try {
            return Files.isSymbolicLink(next) ? Files.readSymbolicLink(next) : null;
        } catch (IOException e) {
            // No link any more; the event of that is under way.
            return null;
        }
    }

    private static void prepend(Path path, Deque<Path> names) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            names.push(path.getName(i));
        }
    }

    private void detach(List<WatchedEntry> entries, List<WatchedEntry> except) {
        for (WatchedEntry entry : entries) {
            if (!except.contains(entry)) {
                entry.detach(this);
            }
        }
    }

    /** May be called twice. */
    void release() {
        isReleased = true;
        List<WatchedEntry> before = followed;
        followed = List.of();
        detach(before, List.of());
    }

    final void tell() {
        if (!isReleased) {
            changed.run();
        }
    }
}
