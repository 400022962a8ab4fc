// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What {@link NioFileWatchIT} runs in a namespace. */
final class RefusedWatches {

    private final NioFileWatch watch = new NioFileWatch();
    private final Path top;

    private RefusedWatches(Path top) {
        this.top = top;
    }

    public static void main(String[] arguments) throws Exception {
        RefusedWatches refused = new RefusedWatches(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "watches" -> refused.watches();
            case "instances" -> refused.exhaust();
            default -> refused.unreadable();
        }
        refused.watch.close();
    }

    private void watches() throws Exception {
        Path late = top.resolve("late/f");
        Semaphore bell = new Semaphore(0);
        watch.watch(late, bell::release);
        exhaust();

        Files.createDirectory(late.getParent());
        await("late directory", bell);
        Files.createFile(late);
        await("late", bell);
    }

    private void exhaust() throws IOException {
        for (int i = 0; i < 100; i++) {
            Path directory = Files.createDirectory(top.resolve("d" + i));
            try {
                watch.watch(directory.resolve("f"), () -> { });
            } catch (IOException e) {
                System.out.println(e.getMessage());
                return;
            }
        }
        throw new IllegalStateException("100 watches, and no limit");
    }

    private void unreadable() throws Exception {
        Path directory = Files.createDirectory(top.resolve("d"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("-wx------"));
        if (Files.isReadable(directory)) {
            throw new IllegalStateException("this test has to run without privileges");
        }
        Semaphore bell = new Semaphore(0);
        watch.watch(directory.resolve("f"), bell::release);
        Files.createFile(directory.resolve("f"));
        await("unreadable", bell);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        await("opened", bell);
    }

    private static void await(String what, Semaphore bell) throws InterruptedException {
        if (!bell.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException(what + ": no report in 10 s");
        }
        bell.drainPermits();
        System.out.println(what + ": reported");
    }
}
