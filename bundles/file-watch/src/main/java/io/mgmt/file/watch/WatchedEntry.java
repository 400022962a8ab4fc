// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A name in a watched directory, and whom it matters to. It is there as long as it matters to
 * anybody.
 */
final class WatchedEntry {

    private final WatchedDirectory directory;
    private final Path name;
    /** Most entries have one follower, and there may be ten thousand such: so no set for one. */
    private Follower only;
    private Set<Follower> several;

    WatchedEntry(WatchedDirectory directory, Path name) {
        this.directory = directory;
        this.name = name;
    }

    Path name() {
        return name;
    }

    /** A copy, because followers come and go while they are told. */
    List<Follower> followers() {
        if (several != null) {
            return List.copyOf(several);
        }
        return only == null ? List.of() : List.of(only);
    }

    void attach(Follower follower) {
        if (several != null) {
            several.add(follower);
        } else if (only == null) {
            only = follower;
        } else if (only != follower) {
            several = new HashSet<>(List.of(only, follower));
            only = null;
        }
    }

    void detach(Follower follower) {
        if (several != null) {
            several.remove(follower);
        } else if (only == follower) {
            only = null;
        }
        if (only == null && (several == null || several.isEmpty())) {
            directory.remove(this);
        }
    }
}
