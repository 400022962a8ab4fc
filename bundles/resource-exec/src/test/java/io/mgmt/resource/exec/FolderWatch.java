// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.exec;

import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** Watches one file through the JDK's watch of its folder, which must exist. */
final class FolderWatch implements FileWatch {

    @Override
    public Watch watch(Path path, Runnable changed) throws IOException {
        WatchService service = path.getFileSystem().newWatchService();
        path.getParent().register(service, StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY);
        Thread thread = new Thread(() -> report(service, changed), "watch " + path);
        thread.setDaemon(true);
        thread.start();
        return () -> {
            try {
                service.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static void report(WatchService service, Runnable changed) {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                changed.run();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The watch was closed.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Watch watchTree(Path path, Runnable changed) {
        throw new UnsupportedOperationException("an exec watches no tree");
    }
}
