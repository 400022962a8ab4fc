// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A directory on the way to a watched path, by a path without links; it need not exist. It follows
 * its own entry in the directory above, and so on up to the root: whatever is made, moved or
 * removed on the way is seen.
 */
final class WatchedDirectory implements Follower {

    private final WatchTable table;
    private final Path path;
    /** Null at the root, which stays what it is. */
    private final WatchedDirectory above;
    private final Map<Path, WatchedEntry> entries = new HashMap<>();
    private final Set<TreeWatch> trees = new LinkedHashSet<>();
    private WatchKey key;
    private boolean isPlain;
    private boolean isWide;
    private boolean isAnother;

    WatchedDirectory(WatchTable table, Path path, WatchedDirectory above) {
        this.table = table;
        this.path = path;
        this.above = above;
        if (above != null) {
            above.entry(path.getFileName()).attach(this);
        }
    }

    Path path() {
        return path;
    }

    /** Null while there is no such directory. */
    WatchKey key() {
        return key;
    }

    void key(WatchKey now) {
        key = now;
    }

    /**
     * False if a link stands here or above: then the path is another way to some other directory.
     */
    boolean isPlain() {
        return isPlain;
    }

    /** True if changes within entries matter, not only their names. */
    boolean isWide() {
        return isWide;
    }

    void widen() throws IOException {
        if (!isWide) {
            isWide = true;
            // Should the key turn out to be another one, the event that says why is under way.
            isAnother |= table.arm(this);
        }
    }

    List<WatchedEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** The entry of that name, or null if it matters to nobody. */
    WatchedEntry known(Path name) {
        return entries.get(name);
    }

    WatchedEntry entry(Path name) {
        WatchedEntry entry = entries.get(name);
        if (entry == null) {
            entry = new WatchedEntry(this, name);
            entries.put(name, entry);
        }
        return entry;
    }

    void remove(WatchedEntry entry) {
        entries.remove(entry.name(), entry);
        releaseIfUnused();
    }

    /** Whom everything in here matters to; a copy. */
    List<TreeWatch> trees() {
        return List.copyOf(trees);
    }

    void hold(TreeWatch tree) {
        trees.add(tree);
    }

    void leave(TreeWatch tree) {
        trees.remove(tree);
        releaseIfUnused();
    }

    /**
     * @return true if the path means another directory now, so that all below has to be looked at
     */
    boolean rearm() throws IOException {
        boolean wasPlain = isPlain;
        isPlain = above == null || above.isPlain && !Files.isSymbolicLink(path);
        boolean changed = table.arm(this) || isAnother || isPlain != wasPlain;
        isAnother = false;
        return changed;
    }

    /** False once nobody needs it any more. */
    boolean isUsed() {
        return !entries.isEmpty() || !trees.isEmpty();
    }

    void releaseIfUnused() {
        if (!isUsed()) {
            table.forget(this);
            WatchedEntry mine = above == null ? null : above.known(path.getFileName());
            if (mine != null) {
                mine.detach(this);
            }
        }
    }
}
