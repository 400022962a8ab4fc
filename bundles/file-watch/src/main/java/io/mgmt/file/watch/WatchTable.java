// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories that are watched, by the path they are reached on, and their keys. Used under the
 * lock of {@link NioFileWatch} only.
 */
final class WatchTable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchTable.class);
    private static final WatchEvent.Kind<?>[] NAMES = {ENTRY_CREATE, ENTRY_DELETE};
    /** On Linux ENTRY_MODIFY means IN_MODIFY and IN_ATTRIB, so it includes mode and owner. */
    private static final WatchEvent.Kind<?>[] ALL = {ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY};
    /** The mode of a directory cannot keep root out, so that it need not hear about it. */
    private static final boolean IS_ROOT = isRoot();

    /** Directories by key: two paths to one directory share a key. */
    private final Map<WatchKey, Set<WatchedDirectory>> keys = new HashMap<>();
    private final Map<Path, WatchedDirectory> directories = new HashMap<>();
    private final Set<WatchedDirectory> blind = new HashSet<>();
    private final WatchService service;
    private boolean isDispatching;

    WatchTable(WatchService service) {
        this.service = service;
    }

    WatchService service() {
        return service;
    }

    int keyCount() {
        return keys.size();
    }

    /**
     * The directory of this path if it is watched already, and reached without a link; else null.
     */
    WatchedDirectory plain(Path path) {
        WatchedDirectory known = directories.get(path);
        return known != null && known.isPlain() ? known : null;
    }

    /** The directory of this path, watched from now on, whether it exists or not. */
    WatchedDirectory directory(Path path) throws IOException {
        WatchedDirectory known = directories.get(path);
        if (known != null) {
            return known;
        }
        Path parent = path.getParent();
        WatchedDirectory made = new WatchedDirectory(this, path, parent == null ? null
                : directory(parent));
        directories.put(path, made);
        try {
            made.rearm();
        } catch (IOException | RuntimeException e) {
            made.releaseIfUnused();
            throw e;
        }
        return made;
    }

    /** @param isWide true if the content of the entry matters, not only that it comes and goes */
    WatchedEntry attach(WatchedDirectory directory, Path name, Follower follower, boolean isWide)
            throws IOException {
        WatchedEntry entry = directory.entry(name);
        entry.attach(follower);
        if (isWide || !IS_ROOT) {
            try {
                directory.widen();
            } catch (IOException | RuntimeException e) {
                entry.detach(follower);
                throw e;
            }
        }
        return entry;
    }

    void forget(WatchedDirectory directory) {
        directories.remove(directory.path(), directory);
        blind.remove(directory);
        disarm(directory);
    }

    /**
     * Gives the directory the key of what its path means now.
     *
     * @return true if that is another directory than before, or if there is none any more
     * @throws IOException no key is left, and somebody waits for this watch to be armed
     */
    boolean arm(WatchedDirectory directory) throws IOException {
        WatchKey now = register(directory);
        boolean isAnother = now != directory.key();
        if (isAnother) {
            if (now != null) {
                keys.computeIfAbsent(now, key -> new HashSet<>()).add(directory);
            }
            disarm(directory);
            directory.key(now);
        }
        if (now != null) {
            narrow(now, directory.path());
        }
        return isAnother;
    }

    private WatchKey register(WatchedDirectory directory) throws IOException {
        if (!directory.isPlain()) {
            return null;
        }
        try {
            return directory.path().register(service, ALL);
        } catch (AccessDeniedException e) {
            LOG.debug("blind in a directory: path={} reason=\"{}\"", directory.path(),
                    e.toString());
            blind.add(directory);
            return null;
        } catch (FileSystemException e) {
            // It is absent, no directory, or hidden behind one of those: the entries above it will
            // tell.
            return null;
        } catch (IOException e) {
            // The only plain IOException: inotify_add_watch failed with ENOSPC.
            if (!isDispatching) {
                throw new IOException("Cannot watch " + directory.path() + ": " + e.getMessage()
                        + ". Raise the limit of inotify watches for a user: sysctl"
                        + " fs.inotify.max_user_watches=524288", e);
            }
            LOG.error("cannot watch a directory, looking at it every {} instead: path={}"
                    + " reason=\"{}\"; raise fs.inotify.max_user_watches",
                    NioFileWatch.BLIND_PERIOD, directory.path(), e.getMessage());
            blind.add(directory);
            return null;
        }
    }

    /**
     * Asks for less where only names matter: /tmp and its like would report each write of any
     * process. Every registration begins wide, so that nobody else's events get lost in between.
     */
    private void narrow(WatchKey key, Path path) throws IOException {
        for (WatchedDirectory directory : keys.get(key)) {
            if (directory.isWide()) {
                return;
            }
        }
        try {
            path.register(service, NAMES);
        } catch (FileSystemException e) {
            // Gone again: an event of a directory above is under way.
            LOG.debug("gone while it was being watched: path={}", path);
        }
    }

    private void disarm(WatchedDirectory directory) {
        WatchKey key = directory.key();
        if (key == null) {
            return;
        }
        Set<WatchedDirectory> users = keys.get(key);
        users.remove(directory);
        if (users.isEmpty()) {
            keys.remove(key);
            key.cancel();
        }
        directory.key(null);
    }

    /** Takes the events of one key, arms what has to be armed anew, and says who is to be told. */
    Set<PathWatch> handle(WatchKey key) {
        List<WatchEvent<?>> events = key.pollEvents();
        boolean isValid = key.reset();
        Set<WatchedDirectory> users = keys.get(key);
        if (users == null) {
            return Set.of();
        }
        List<WatchedDirectory> concerned = List.copyOf(users);
        return round(round -> {
            for (WatchedDirectory directory : concerned) {
                for (WatchEvent<?> event : events) {
                    round.happened(directory, event);
                }
                if (!isValid) {
                    round.lost(directory);
                }
            }
        });
    }

    /** What no event will tell. Who is blind still lists itself again while it is being armed. */
    Set<PathWatch> lookAtBlind() {
        if (blind.isEmpty()) {
            return Set.of();
        }
        List<WatchedDirectory> concerned = List.copyOf(blind);
        blind.clear();
        return round(round -> concerned.forEach(round::lost));
    }

    private Set<PathWatch> round(Consumer<Round> events) {
        isDispatching = true;
        try {
            Round round = new Round();
            events.accept(round);
            return round.finish();
        } finally {
            isDispatching = false;
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            // No /proc: nobody knows, so every directory is watched in full.
            return false;
        }
    }
}
