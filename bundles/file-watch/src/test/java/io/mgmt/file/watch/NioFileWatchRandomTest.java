// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.resource.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * No change is lost: whoever looks after each report has seen the final state in the end, whatever
 * happened to the path, to what is above it, below it, and behind its links.
 */
public class NioFileWatchRandomTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final int STEPS = 400;
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void whoeverLooksAfterEachReportHasSeenTheFinalState() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NioFileWatchRandomTest: -Dseed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path top = folder.newFolder("r" + round).toPath();
            try (WatchBench bench = new WatchBench(folder.newFolder("o" + round).toPath())) {
                round(bench, top, random, "seed " + seed + " round " + round);
            }
        }
    }

    private static void round(WatchBench bench, Path top, Random random, String where)
            throws Exception {
        List<Eye> eyes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            eyes.add(new Eye(bench, path(top, random), i % 3 == 0));
        }
        for (int step = 0; step < STEPS; step++) {
            change(top, random);
            if (random.nextInt(40) == 0) {
                int which = random.nextInt(eyes.size());
                eyes.get(which).close();
                eyes.set(which, new Eye(bench, path(top, random), random.nextInt(3) == 0));
            }
        }
        bench.fence();
        for (Eye eye : eyes) {
            eye.close();
        }
        for (Eye eye : eyes) {
            assertEquals(where + ": " + eye.path + (eye.isTree ? " and below" : ""), eye.state(),
                    eye.seen);
        }
        assertTrue(bench.watch.keyCount() > 0);
    }

    private static Path path(Path top, Random random) {
        Path path = top;
        for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
            path = path.resolve(NAMES.get(random.nextInt(NAMES.size())));
        }
        return path;
    }

    private static void change(Path top, Random random) {
        Path path = path(top, random);
        try {
            switch (random.nextInt(9)) {
                case 0, 1 -> Files.createDirectories(path);
                case 2, 3 -> Files.writeString(path, "" + random.nextInt());
                case 4 -> delete(path);
                case 5 -> Files.move(path, path(top, random), StandardCopyOption.REPLACE_EXISTING);
                case 6 -> Files.setPosixFilePermissions(path,
                        PosixFilePermissions.fromString(random.nextBoolean() ? "rwx------"
                        : "rwxr-xr-x"));
                case 7 -> Files.createSymbolicLink(path, path(top, random));
                default -> Files.createSymbolicLink(path,
                        path.getParent().relativize(path(top, random)));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Random steps often make no sense; the file system refuses those.
        }
    }

    private static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Looks at its path after each report, on a thread of its own as the engine does. */
    private static final class Eye {

        private final Path path;
        private final boolean isTree;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicBoolean isDue = new AtomicBoolean();
        private final Watch watch;
        private volatile String seen;

        Eye(WatchBench bench, Path path, boolean isTree) throws IOException {
            this.path = path;
            this.isTree = isTree;
            this.watch = isTree ? bench.watch.watchTree(path, this::report)
                    : bench.watch.watch(path, this::report);
            report();
        }

        private void report() {
            if (isDue.compareAndSet(false, true)) {
                try {
                    thread.execute(this::look);
                } catch (RejectedExecutionException e) {
                    // Under way while the watch was closed; nobody looks any more.
                    assertTrue(thread.isShutdown());
                }
            }
        }

        private void look() {
            // Before the look: a report that comes during it asks for another one.
            isDue.set(false);
            seen = state();
        }

        /** Reports that have come are still looked into. */
        void close() throws InterruptedException {
            watch.close();
            thread.shutdown();
            assertTrue(thread.awaitTermination(10, TimeUnit.SECONDS));
        }

        String state() {
            Set<String> lines = new TreeSet<>();
            lines.add(line(path) + " -> " + followed(path));
            if (isTree && Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path.resolve("."))) {
                    below.forEach(each -> lines.add(line(each)));
                } catch (IOException | UncheckedIOException e) {
                    lines.add("in motion");
                }
            }
            return String.join("\n", lines);
        }

        private static String line(Path path) {
            return path + " " + describe(path, LinkOption.NOFOLLOW_LINKS);
        }

        private static String followed(Path path) {
            return describe(path);
        }

        private static String describe(Path path, LinkOption... options) {
            try {
                if (Files.isSymbolicLink(path) && options.length > 0) {
                    return "link to " + Files.readSymbolicLink(path);
                }
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path,
                        options));
                return mode + " " + (Files.isDirectory(path, options) ? "directory"
                        : Files.readString(path));
            } catch (IOException e) {
                return "absent";
            }
        }
    }
}
