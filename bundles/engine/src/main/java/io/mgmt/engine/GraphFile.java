// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the graph file whenever it rings, and not more often than it makes sense.
 *
 * <p>Editors write in several steps, or write another file and rename it: a file is read once it
 * was quiet for {@link #QUIET}, or has been rung for so many times that long.
 */
final class GraphFile implements AutoCloseable {

    /** Longer than an editor takes between its steps, shorter than a person notices. */
    static final Duration QUIET = Duration.ofMillis(50);
    /** One that never is quiet is read all the same, after a second. */
    private static final int MOST_QUIETS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(GraphFile.class);

    private final GraphLoader loader;
    private final Timers timers;
    private final Executor pool;
    private final Consumer<Loading> loaded;
    private Timers.Timer timer;
    private boolean rung;
    private int waited;
    private boolean loading;
    private boolean again;
    private boolean closed;

    /** @param loaded called by the thread that loads, one at a time */
    GraphFile(GraphLoader loader, Timers timers, Executor pool, Consumer<Loading> loaded) {
        this.loader = loader;
        this.timers = timers;
        this.pool = pool;
        this.loaded = loaded;
    }

    /** Something may have changed; returns at once. */
    synchronized void ring() {
        if (closed) {
            return;
        }
        if (timer == null) {
            waited = 0;
            rung = false;
            timer = timers.after(QUIET, this::quiet);
        } else {
            rung = true;
        }
    }

    private synchronized void quiet() {
        if (closed) {
            return;
        }
        if (rung && ++waited < MOST_QUIETS) {
            rung = false;
            timer = timers.after(QUIET, this::quiet);
        } else {
            timer = null;
            load();
        }
    }

    /** Loads it soon, once; if it is being loaded, once more after that. */
    synchronized void load() {
        again = true;
        if (!loading && !closed) {
            loading = true;
            pool.execute(this::run);
        }
    }

    /** Loads it on this thread; what rings meanwhile leads to another load on the pool. */
    void loadNow() {
        synchronized (this) {
            loading = true;
        }
        try {
            loaded.accept(loader.load());
        } finally {
            pool.execute(this::run);
        }
    }

    private void run() {
        while (more()) {
            try {
                loaded.accept(loader.load());
            } catch (RuntimeException | LinkageError e) {
                // The top of a loop: a defect, or a bundle that goes meanwhile, must not keep later versions of
                // the file from being read.
                LOG.error("graph file failed: reason=\"a defect; please report it\"", e);
            }
        }
    }

    private synchronized boolean more() {
        loading = again && !closed;
        again = false;
        return loading;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.close();
        }
    }
}
