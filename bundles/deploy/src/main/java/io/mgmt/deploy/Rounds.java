// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import io.mgmt.agent.Timers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the directory whenever it rings, one look at a time, on a thread that ends when it is idle. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final int IDLE_SECONDS = 5;
    /** How many times in a row what has changed may let others start. */
    private static final int MOST_LOOKS = 10;

    private final String host;
    private final Path directory;
    private final Timers timers;
    private final Jars jars;
    private final ConfigFiles configs;
    private final Settling settling = new Settling();
    private final AtomicBoolean rung = new AtomicBoolean();
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    Rounds(String host, Path directory, Timers timers, Jars jars, ConfigFiles configs) {
        this.host = host;
        this.directory = directory;
        this.timers = timers;
        this.jars = jars;
        this.configs = configs;
        this.thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread fresh = new Thread(task, "mgmt-deploy");
                    fresh.setDaemon(true);
                    return fresh;
                }, new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    /** Something may have changed; returns at once. */
    void ring() {
        if (rung.compareAndSet(false, true)) {
            thread.execute(this::look);
        }
    }

    /** The first look, on this thread. */
    void first() {
        look();
    }

    private void look() {
        rung.set(false);
        if (closed) {
            return;
        }
        try {
            Optional<Duration> again = settling.look(Stamp.list(directory), timers.now(), timers.epochMillis());
            SortedMap<String, Stamp> settled = settling.settled();
            configs.look(ending(settled, false));
            int looks = 0;
            while (jars.look(ending(settled, true))) {
                if (++looks == MOST_LOOKS) {
                    // Something changes all the time, and others want the thread, too.
                    ring();
                    break;
                }
            }
            again.ifPresent(wait -> timers.after(wait, this::ring));
        } catch (IOException e) {
            LOG.error("{} cannot look: directory={} reason={} remedy=\"let the user of the agent read it\"", host,
                    directory, Complaints.quoted(e.toString()));
        } catch (RuntimeException e) {
            // The top of a loop: a defect must not keep later files from being taken up.
            LOG.error("{} deploy failed: reason=\"a defect; please report it\"", host, e);
        }
    }

    private static SortedMap<String, Stamp> ending(SortedMap<String, Stamp> files, boolean jars) {
        SortedMap<String, Stamp> some = new TreeMap<>(files);
        some.keySet().removeIf(name -> name.endsWith(".jar") != jars);
        return some;
    }

    /** Nothing begins any more; a look that has begun comes to its end. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
