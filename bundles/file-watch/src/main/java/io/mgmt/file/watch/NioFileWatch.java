// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches files with one {@link WatchService}, thus one inotify instance, and one thread for the
 * whole agent; both begin with the first watch.
 *
 * <p>What decides where a path leads are directory entries: its own, that of each directory above
 * it, and those of symbolic links and their targets. Each such directory has one key, whoever asks,
 * and an event finds its listeners by one look-up of the name.
 *
 * <p>What the kernel does not tell cannot be reported: a change through another hard link or
 * through a memory map, a change made on another host of a network file system, a mount over a
 * directory. A directory that may not be read (or for which no key was left) is looked at every
 * {@link #BLIND_PERIOD} instead.
 */
@Component(service = FileWatch.class)
public final class NioFileWatch implements FileWatch {

    /** How often directories without a key are reported and tried again. */
    static final Duration BLIND_PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(NioFileWatch.class);

    private final Object lock = new Object();
    private WatchTable table;
    private boolean isClosed;

    /** Opens nothing yet. */
    @Activate
    public NioFileWatch() {
        // Nothing to be had before the first watch: an agent without files needs no inotify
        // instance.
    }

    @Override
    public Watch watch(Path path, Runnable changed) throws IOException {
        synchronized (lock) {
            return open(new PathWatch(table(), checked(path), changed));
        }
    }

    @Override
    public Watch watchTree(Path path, Runnable changed) throws IOException {
        synchronized (lock) {
            return open(new TreeWatch(table(), checked(path), changed));
        }
    }

    private Watch open(PathWatch watch) throws IOException {
        try {
            watch.follow();
        } catch (IOException | RuntimeException e) {
            watch.release();
            throw e;
        }
        return () -> {
            synchronized (lock) {
                watch.release();
            }
        };
    }

    private static Path checked(Path path) {
        if (!path.isAbsolute() || path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("\"" + path
                    + "\" is not an absolute path of this host");
        }
        return path;
    }

    private WatchTable table() throws IOException {
        if (isClosed) {
            throw new IOException("The watch of files has ended with its bundle");
        }
        if (table == null) {
            table = new WatchTable(service());
            WatchTable mine = table;
            Thread thread = new Thread(() -> run(mine), "mgmt-file-watch");
            thread.setDaemon(true);
            thread.start();
        }
        return table;
    }

    private static WatchService service() throws IOException {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new IOException("Cannot watch files: " + e.getMessage()
                    + ". Raise the limit of inotify instances for a user: sysctl"
                    + " fs.inotify.max_user_instances=1024, or of open files: ulimit -n 65536", e);
        }
    }

    private void run(WatchTable mine) {
        try {
            long lookNanos = System.nanoTime() + BLIND_PERIOD.toNanos();
            while (true) {
                WatchKey key = mine.service().poll(lookNanos - System.nanoTime(),
                        TimeUnit.NANOSECONDS);
                // Outside of the lock, so that a listener may open and close watches.
                locked(() -> key == null ? Set.of() : mine.handle(key)).forEach(NioFileWatch::tell);
                // Not only when no event comes: a busy directory beside must not keep it off.
                if (lookNanos - System.nanoTime() <= 0) {
                    locked(mine::lookAtBlind).forEach(NioFileWatch::tell);
                    lookNanos = System.nanoTime() + BLIND_PERIOD.toNanos();
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("file watch ended");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<PathWatch> locked(Supplier<Set<PathWatch>> work) {
        synchronized (lock) {
            return work.get();
        }
    }

    private static void tell(PathWatch watch) {
        try {
            watch.tell();
        } catch (RuntimeException | Error e) {
            // The top of a loop: one bad listener must not cost the others their events.
            LOG.error("a listener failed: path={} reason=\"{}\"; report this as a bug of its kind",
                    watch.path(), e, e);
        }
    }

    /** Ends all watches; their listeners are not called again. */
    @Deactivate
    public void close() throws IOException {
        synchronized (lock) {
            isClosed = true;
            if (table != null) {
                table.service().close();
            }
        }
    }

    /** How many inotify watches are held. */
    int keyCount() {
        synchronized (lock) {
            return table == null ? 0 : table.keyCount();
        }
    }
}
