// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * A container with the bundles of a feature installed, and none started: made on a thread of its own while
 * the command line is read, because each takes a tenth of a second and neither needs the other.
 */
final class EarlyContainer implements AutoCloseable {

    private final String feature;
    private final FutureTask<Made> making = new FutureTask<>(this::make);
    private volatile boolean closed;
    private boolean begun;

    /** @param feature is read of the distribution that the start script names */
    EarlyContainer(String feature) {
        this.feature = feature;
    }

    private record Made(FelixCache cache, Container container, List<Bundle> bundles) {
    }

    /** Begins, if that was not done yet. */
    void begin() {
        if (!begun) {
            begun = true;
            Thread thread = new Thread(making, "mgmt-install");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private Made make() throws BundleException, IOException, UserException {
        Path home = Home.path();
        FelixCache cache = FelixCache.create();
        try {
            Container container = new Container(cache.directory(), home);
            return new Made(cache, container, container.install(Feature.read(home, feature), () -> closed));
        } catch (BundleException | IOException | RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    /** Waits for it. */
    Container container() throws Exception {
        return made().container();
    }

    /** All bundles of the feature, in its order. */
    List<Bundle> bundles() throws Exception {
        return made().bundles();
    }

    private Made made() throws Exception {
        begin();
        try {
            return making.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    /** Stops what was begun; what is still being installed comes to its end first. */
    @Override
    public void close() throws IOException {
        if (!begun || closed) {
            return;
        }
        closed = true;
        try {
            Made made = making.get();
            try {
                made.container().close();
            } finally {
                made.cache().close();
            }
        } catch (ExecutionException e) {
            // It was told to who asked for the container, and has left nothing.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
