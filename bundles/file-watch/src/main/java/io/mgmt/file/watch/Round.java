// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from the events of one key. First everything that has to be is armed anew, then the
 * listeners are told: so they see all that happened before there was a watch.
 */
final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final Set<PathWatch> told = new LinkedHashSet<>();
    /** Directories whose path may mean another one now. */
    private final LinkedHashSet<WatchedDirectory> moved = new LinkedHashSet<>();
    /**
     * Directories below which everybody is told already; also ends the walk where links make a
     * ring.
     */
    private final Set<WatchedDirectory> spread = new HashSet<>();

    void happened(WatchedDirectory directory, WatchEvent<?> event) {
        if (event.kind() == OVERFLOW) {
            lost(directory);
            return;
        }
        Path name = (Path) event.context();
        WatchedEntry entry = directory.known(name);
        if (entry != null) {
            touched(entry, event.kind());
        }
        if (!directory.trees().isEmpty()) {
            told.addAll(directory.trees());
            if (event.kind() != ENTRY_MODIFY) {
                lookAt(directory, directory.path().resolve(name));
            }
        }
    }

    /** Anything may have happened in the directory, and to it. */
    void lost(WatchedDirectory directory) {
        moved.add(directory);
        directory.entries().forEach(entry -> touched(entry, OVERFLOW));
        told.addAll(directory.trees());
        lookAt(directory, directory.path());
    }

    /** @param kind OVERFLOW: anything may have happened */
    private void touched(WatchedEntry entry, WatchEvent.Kind<?> kind) {
        for (Follower follower : entry.followers()) {
            if (follower instanceof WatchedDirectory below) {
                moved.add(below);
                spread(below);
            } else if (follower instanceof PathWatch watch) {
                told.add(watch);
                // What is gone leads nowhere; what comes in its place has an event of its own.
                boolean isGone = kind == ENTRY_DELETE && watch.isPlain();
                if (kind != ENTRY_MODIFY && !isGone) {
                    follow(watch);
                }
            }
        }
    }

    private void spread(WatchedDirectory directory) {
        if (!spread.add(directory)) {
            return;
        }
        told.addAll(directory.trees());
        for (WatchedEntry entry : directory.entries()) {
            for (Follower follower : entry.followers()) {
                if (follower instanceof WatchedDirectory below) {
                    spread(below);
                } else if (follower instanceof PathWatch watch) {
                    told.add(watch);
                }
            }
        }
    }

    /** Arms until nothing moves any more; then says who is to be told. */
    Set<PathWatch> finish() {
        while (!moved.isEmpty()) {
            WatchedDirectory directory = moved.iterator().next();
            moved.remove(directory);
            if (directory.isUsed() && rearm(directory)) {
                lost(directory);
                moved.remove(directory);
            }
        }
        return told;
    }

    private static boolean rearm(WatchedDirectory directory) {
        try {
            return directory.rearm();
        } catch (IOException e) {
            unwatched(directory.path(), e);
            return true;
        }
    }

    private static void follow(PathWatch watch) {
        try {
            watch.follow();
        } catch (IOException e) {
            unwatched(watch.path(), e);
        }
    }

    private static void lookAt(WatchedDirectory directory, Path path) {
        for (TreeWatch tree : directory.trees()) {
            try {
                tree.lookAt(path);
            } catch (IOException e) {
                unwatched(path, e);
            }
        }
    }

    /** A disk that fails: what can be watched still is. */
    private static void unwatched(Path path, IOException e) {
        LOG.error("cannot watch a path any more: path={} reason=\"{}\"; see to the disk, then"
                + " start the agent again", path, e.toString());
    }
}
