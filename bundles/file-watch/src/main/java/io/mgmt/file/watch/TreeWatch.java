// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody listens to one path and all below it. Links within the tree are entries; they are not
 * followed.
 */
final class TreeWatch extends PathWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TreeWatch.class);

    private final Map<Path, WatchedDirectory> held = new HashMap<>();
    /** Where the path leads. */
    private Path root;

    TreeWatch(WatchTable table, Path path, Runnable changed) {
        super(table, path, changed);
    }

    @Override
    Path follow() throws IOException {
        Path now = super.follow();
        if (!now.equals(root)) {
            leaveAll();
            root = now;
            hold(now);
        }
        return now;
    }

    /** What is below has watches of its own, which are let go of when it is gone. */
    @Override
    boolean isPlain() {
        return false;
    }

    @Override
    void release() {
        super.release();
        leaveAll();
    }

    /** Something came to be at the path, or is not there any more, or is another one now. */
    void lookAt(Path below) throws IOException {
        if (below.equals(root) || Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
            hold(below);
        } else if (held.containsKey(below)) {
            leave(held.get(below));
        }
    }

    private void hold(Path top) throws IOException {
        Deque<Path> open = new ArrayDeque<>();
        open.add(top);
        while (!open.isEmpty()) {
            WatchedDirectory directory = table().directory(open.pop());
            directory.hold(this);
            held.put(directory.path(), directory);
            directory.widen();
            // After it is armed: what is made later comes as an event.
            addDirectories(directory.path(), open);
        }
    }

    private static void addDirectories(Path directory, Deque<Path> found) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory,
                entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            stream.forEach(found::push);
        } catch (FileSystemException e) {
            LOG.debug("nothing to be watched below: path={} reason=\"{}\"", directory,
                    e.toString());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void leaveAll() {
        List.copyOf(held.values()).forEach(this::leave);
    }

    private void leave(WatchedDirectory directory) {
        held.remove(directory.path());
        directory.leave(this);
    }
}
