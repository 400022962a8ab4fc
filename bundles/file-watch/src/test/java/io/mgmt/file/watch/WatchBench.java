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
    private final Path outside;
    private int fences;
    private final List<Watch> open = new ArrayList<>();

    /** @param outside a directory that the test itself does not touch */
    WatchBench(Path outside) throws IOException {
        this.outside = outside;
        // So that the fences find it watched, and change nothing by coming and going.
        open.add(watch.watch(outside.resolve("never"), () -> { }));
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
     * One thread reads the events in their order, so that the fence comes behind all that was before. Each is
     * another file, made once and left: a ring for an older one would come too early, and so would an event that
     * joins older ones of its directory, which are ahead of what the test did.
     */
    void fence() throws Exception {
        Path fence = outside.resolve("fence" + fences++);
        Semaphore passed = new Semaphore(0);
        Watch here = watch.watch(fence, passed::release);
        try {
            Files.createFile(fence);
            assertTrue("no event of the fence in 10 s", passed.tryAcquire(10, TimeUnit.SECONDS));
        } finally {
            here.close();
        }
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
