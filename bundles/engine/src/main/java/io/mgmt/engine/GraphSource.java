// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.graph.GraphReader;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The graph file, with the bundles that read and watch it at the time: either may be replaced, and the
 * graph that runs does not notice.
 */
final class GraphSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GraphSource.class);

    private final String host;
    private final Path path;
    private final boolean isWatched;
    private final GraphFile file;
    // Guarded by this, but for the reader, which is asked by the thread that loads.
    private volatile Optional<GraphReader> reader = Optional.empty();
    private Optional<FileWatch> files = Optional.empty();
    private Watch watch = Watch.NONE;
    private boolean isOpen;

    /** @param loaded called by the thread that loads, one at a time */
    GraphSource(String host, Settings settings, Path path, Kinds kinds, Timers timers, Executor pool,
            Consumer<Loading> loaded) {
        this.host = host;
        this.path = path;
        this.isWatched = settings.watches();
        this.file = new GraphFile(new GraphLoader(path, () -> reader, kinds), timers, pool, loaded);
    }

    /** Loads it on this thread. Watched before it is read, so that no change between the two is lost. */
    void open() {
        synchronized (this) {
            isOpen = true;
            watch();
        }
        file.loadNow();
    }

    void load() {
        file.load();
    }

    synchronized void readBy(GraphReader next) {
        reader = Optional.of(next);
        again();
    }

    synchronized void readNoMoreBy(GraphReader old) {
        reader = reader.filter(present -> present != old);
    }

    synchronized void watchedBy(FileWatch next) {
        files = Optional.of(next);
        watch();
        again();
    }

    synchronized void watchedNoMoreBy(FileWatch old) {
        files = files.filter(present -> present != old);
    }

    /** It may have changed while nobody read or watched it. */
    private void again() {
        if (isOpen) {
            file.load();
        }
    }

    private void watch() {
        watch.close();
        watch = Watch.NONE;
        if (!isOpen || !isWatched || files.isEmpty()) {
            return;
        }
        try {
            watch = files.get().watch(path.toAbsolutePath(), file::ring);
        } catch (IOException e) {
            LOG.warn("{} graph file is not watched: file={} reason={} remedy=\"restart the agent"
                    + " after a change of the file\"", host, path, LogText.quoted(e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        isOpen = false;
        file.close();
        watch.close();
    }
}
