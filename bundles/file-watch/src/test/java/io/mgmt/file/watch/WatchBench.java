// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static org.junit.Assert.assertTrue;

import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A watch with bells on paths, and a fence: what happened before it has been reported when it
 * returns.
 */
final class WatchBench implements AutoCloseable {

    final NioFileWatch watch = new NioFileWatch();
    private final Path fence;
    private final Semaphore passed = new Semaphore(0);
    private final List<Watch> open = new ArrayList<>();

    /** @param outside a directory that the test itself does not touch */
    WatchBench(Path outside) throws IOException {
        fence = outside.resolve("fence");
        open.add(watch.watch(fence, passed::release));
    }

    Bell on(Path path) throws IOException {
        Bell bell = new Bell();
        bell.watch = watch.watch(path, bell.rings::incrementAndGet);
        open.add(bell.watch);
        return bell;
    }

    Bell onTree(Path path) throws IOException {
        Bell bell = new Bell();
        bell.watch = watch.watchTree(path, bell.rings::incrementAndGet);
        open.add(bell.watch);
        return bell;
    }

    /**
     * One thread reads the events in their order, so that the fence comes behind all that was
     * before.
     */
    void fence() throws Exception {
        passed.drainPermits();
        Files.deleteIfExists(fence);
        Files.createFile(fence);
        assertTrue("no event of the fence in 10 s", passed.tryAcquire(10, TimeUnit.SECONDS));
        // A deletion may have rung first; the second round is behind the creation in any case.
        passed.drainPermits();
        Files.writeString(fence, "x");
        assertTrue("no event of the fence in 10 s", passed.tryAcquire(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
        open.forEach(Watch::close);
        watch.close();
    }

    /** Counts reports. */
    static final class Bell {
        final AtomicInteger rings = new AtomicInteger();
        Watch watch;
    }
}
