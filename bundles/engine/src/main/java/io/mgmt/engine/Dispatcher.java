// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides: whatever happens is posted here and taken one by one, so that no
 * decision needs a lock. It never waits for a resource, a file or the store.
 *
 * <p>The queue has no bound of its own; its users post at most one event at a time for each vertex,
 * timer and call to the store.
 */
final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Runnable END = () -> { };

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Runnable afterBurst;
    private final Thread thread;

    /**
     * @param afterBurst called on the thread of this dispatcher whenever nothing more is waiting
     */
    Dispatcher(Runnable afterBurst) {
        this.afterBurst = afterBurst;
        this.thread = new Thread(this::loop, "mgmt-engine");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has it done soon, after what was posted before. After the end it is dropped. */
    void post(Runnable event) {
        queue.add(event);
    }

    /** Looks at what is decided here, between two events. */
    synchronized <T> T read(Supplier<T> look) {
        return look.get();
    }

    private void loop() {
        for (;;) {
            Runnable event = queue.poll();
            try {
                if (event == null) {
                    take(afterBurst);
                    event = queue.take();
                }
                if (event == END) {
                    return;
                }
                take(event);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                // The top of the loop: one defect must not stop every other vertex.
                LOG.error("engine failed: reason=\"a defect; please report it\"", e);
            }
        }
    }

    private synchronized void take(Runnable event) {
        event.run();
    }

    /** Ends after what was posted before, and returns at once. */
    @Override
    public void close() {
        queue.add(END);
    }
}
