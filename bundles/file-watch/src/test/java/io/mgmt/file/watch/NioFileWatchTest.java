// SPDX-License-Identifier: Apache-2.0
package io.mgmt.file.watch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.file.watch.WatchBench.Bell;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NioFileWatchTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path top;
    private WatchBench bench;

    @Before
    public void open() throws IOException {
        top = folder.newFolder("top").toPath();
        bench = new WatchBench(folder.newFolder("outside").toPath());
    }

    @After
    public void close() throws IOException {
        bench.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Steps may not borrow the rings of the step before: the fence keeps them apart. */
    private void rings(Bell bell, Step step) throws Exception {
        bench.fence();
        bell.rings.set(0);
        step.run();
        bench.fence();
        assertTrue("no report", bell.rings.get() > 0);
    }

    private void silent(Bell bell, Step step) throws Exception {
        bench.fence();
        bell.rings.set(0);
        step.run();
        bench.fence();
        assertEquals(0, bell.rings.get());
    }

    @Test
    public void reportsCreationWritingReplacementAndDeletion() throws Exception {
        Path file = top.resolve("f");
        Bell bell = bench.on(file);

        rings(bell, () -> Files.createFile(file));
        rings(bell, () -> Files.writeString(file, "x"));
        rings(bell, () -> Files.move(Files.writeString(top.resolve("t"), "y"), file,
                StandardCopyOption.REPLACE_EXISTING));
        rings(bell, () -> Files.move(file, top.resolve("away")));
        rings(bell, () -> Files.move(top.resolve("away"), file));
        rings(bell, () -> Files.delete(file));
    }

    /**
     * The JDK's documents do not promise that ENTRY_MODIFY includes attributes; on Linux it does.
     */
    @Test
    public void reportsModeOwnerAndTime() throws Exception {
        Path file = Files.createFile(top.resolve("f"));
        Path directory = Files.createDirectory(top.resolve("d"));
        Bell bell = bench.on(file);
        Bell below = bench.on(directory);

        rings(bell, () -> Files.setPosixFilePermissions(file,
                PosixFilePermissions.fromString("rw-------")));
        rings(bell, () -> Files.setOwner(file, Files.getOwner(file)));
        rings(bell, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(1)));
        rings(below, () -> Files.setPosixFilePermissions(directory,
                PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    public void leavesNeighboursAlone() throws Exception {
        Bell bell = bench.on(top.resolve("f"));
        Path neighbour = top.resolve("g");

        silent(bell, () -> Files.writeString(neighbour, "x"));
        silent(bell, () -> Files.delete(neighbour));
    }

    @Test
    public void saysNothingOnceItIsClosed() throws Exception {
        Path file = top.resolve("f");
        Bell bell = bench.on(file);
        Bell other = bench.on(file);
        bell.watch.close();
        bell.watch.close();

        silent(bell, () -> Files.createFile(file));
        rings(other, () -> Files.delete(file));
    }

    @Test
    public void followsParentsThatComeAndGo() throws Exception {
        Path deep = top.resolve("a/b/c");
        Bell bell = bench.on(deep.resolve("f"));

        rings(bell, () -> Files.createDirectories(deep));
        rings(bell, () -> Files.createFile(deep.resolve("f")));
        rings(bell, () -> Files.move(top.resolve("a"), top.resolve("elsewhere")));
        silent(bell, () -> Files.writeString(top.resolve("elsewhere/b/c/f"), "x"));
        rings(bell, () -> {
            Files.createDirectories(deep);
            Files.createFile(deep.resolve("f"));
        });
        rings(bell, () -> Files.writeString(deep.resolve("f"), "x"));
        rings(bell, () -> Files.move(top.resolve("a"), top.resolve("third")));
        rings(bell, () -> Files.move(top.resolve("elsewhere"), top.resolve("a")));
        rings(bell, () -> Files.writeString(deep.resolve("f"), "y"));
    }

    /**
     * Nobody hears of what is made in a directory before that is watched: the report comes after
     * arming.
     */
    @Test
    public void missesNothingWhileParentsAreMade() throws Exception {
        for (int i = 0; i < 300; i++) {
            Path file = top.resolve("d" + i + "/e/f");
            CountDownLatch present = new CountDownLatch(1);
            Watch watch = bench.watch.watch(file, () -> {
                if (Files.exists(file)) {
                    present.countDown();
                }
            });
            Files.createDirectories(file.getParent());
            Files.createFile(file);
            assertTrue("round " + i, present.await(10, TimeUnit.SECONDS));
            watch.close();
        }
    }

    @Test
    public void seesTheTargetOfALinkAndTheLinkItself() throws Exception {
        Path store = Files.createDirectory(top.resolve("store"));
        Path link = Files.createSymbolicLink(top.resolve("link"), Path.of("store/one"));
        Bell bell = bench.on(link);

        rings(bell, () -> Files.createFile(store.resolve("one")));
        rings(bell, () -> Files.writeString(store.resolve("one"), "x"));
        Files.createFile(store.resolve("two"));
        rings(bell, () -> {
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("store/two"));
        });
        rings(bell, () -> Files.writeString(store.resolve("two"), "x"));
        silent(bell, () -> Files.writeString(store.resolve("one"), "y"));
        rings(bell, () -> Files.move(store, top.resolve("gone")));
        rings(bell, () -> Files.move(top.resolve("gone"), store));
        rings(bell, () -> Files.writeString(store.resolve("two"), "y"));
    }

    /** What was a file, then nothing, may be a link next, and nothing or a file again. */
    @Test
    public void seesTheTargetOfALinkThatComesInPlaceOfAFile() throws Exception {
        Path target = Files.createFile(Files.createDirectory(top.resolve("store"))
                .resolve("target"));
        Path file = Files.createFile(top.resolve("f"));
        // The first watch of a directory looks at all that is above it, the next ones do not.
        bench.on(top.resolve("g"));
        Bell bell = bench.on(file);

        rings(bell, () -> Files.delete(file));
        silent(bell, () -> Files.writeString(target, "x"));
        rings(bell, () -> Files.createSymbolicLink(file, target));
        rings(bell, () -> Files.writeString(target, "y"));
        rings(bell, () -> Files.delete(file));
        silent(bell, () -> Files.writeString(target, "z"));
        rings(bell, () -> {
            Files.createFile(file);
            Files.delete(file);
            Files.createSymbolicLink(file, target);
        });
        rings(bell, () -> Files.writeString(target, ""));
    }

    @Test
    public void seesThroughALinkAmongTheParents() throws Exception {
        Path one = Files.createDirectory(top.resolve("one"));
        Path two = Files.createDirectory(top.resolve("two"));
        Path link = Files.createSymbolicLink(top.resolve("link"), one);
        Bell bell = bench.on(link.resolve("f"));
        Bell direct = bench.on(one.resolve("f"));

        rings(bell, () -> Files.createFile(one.resolve("f")));
        rings(direct, () -> Files.writeString(one.resolve("f"), "x"));
        rings(bell, () -> {
            Files.delete(link);
            Files.createSymbolicLink(link, two);
        });
        rings(bell, () -> Files.createFile(two.resolve("f")));
        silent(bell, () -> Files.writeString(one.resolve("f"), "y"));
        rings(direct, () -> Files.writeString(one.resolve("f"), "z"));
        rings(bell, () -> Files.move(two, top.resolve("three")));
        rings(bell, () -> Files.createDirectory(two));
        rings(bell, () -> Files.createFile(two.resolve("f")));
    }

    @Test
    public void endsWhereLinksMakeARing() throws Exception {
        Files.createSymbolicLink(top.resolve("l1"), Path.of("l2/x"));
        Files.createSymbolicLink(top.resolve("l2"), Path.of("l1/y"));
        Files.createSymbolicLink(top.resolve("self"), Path.of("self/x"));
        Files.createSymbolicLink(top.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(top.resolve("b"), Path.of("a"));
        List<Bell> bells = new ArrayList<>();
        for (String name : List.of("l1/f", "self/f", "self", "a", "a/f")) {
            bells.add(bench.on(top.resolve(name)));
        }
        for (String name : List.of("l1", "self", "self", "a", "a")) {
            Bell bell = bells.remove(0);
            rings(bell, () -> {
                Files.delete(top.resolve(name));
                Files.createDirectory(top.resolve(name));
            });
        }
    }

    @Test
    public void watchesATreeWithAllThatIsMadeInIt() throws Exception {
        Path tree = top.resolve("tree");
        Bell bell = bench.onTree(tree);

        rings(bell, () -> Files.createDirectories(tree.resolve("a/b")));
        rings(bell, () -> Files.createFile(tree.resolve("a/b/f")));
        rings(bell, () -> Files.writeString(tree.resolve("a/b/f"), "x"));
        rings(bell, () -> Files.move(tree.resolve("a"), tree.resolve("c")));
        rings(bell, () -> Files.writeString(tree.resolve("c/b/f"), "y"));
        rings(bell, () -> Files.move(tree.resolve("c"), top.resolve("out")));
        silent(bell, () -> Files.writeString(top.resolve("out/b/f"), "z"));
        rings(bell, () -> Files.move(top.resolve("out"), tree.resolve("in")));
        rings(bell, () -> Files.writeString(tree.resolve("in/b/f"), "1"));
        rings(bell, () -> Files.move(tree, top.resolve("away")));
        rings(bell, () -> Files.createDirectories(tree.resolve("new")));
        rings(bell, () -> Files.createFile(tree.resolve("new/f")));
    }

    @Test
    public void doesNotLeaveATreeThroughALink() throws Exception {
        Path tree = Files.createDirectory(top.resolve("tree"));
        Path outside = Files.createDirectory(top.resolve("outside"));
        Bell bell = bench.onTree(tree);

        rings(bell, () -> Files.createSymbolicLink(tree.resolve("link"), outside));
        silent(bell, () -> Files.createFile(outside.resolve("f")));
        rings(bell, () -> Files.delete(tree.resolve("link")));
    }

    @Test
    public void tellsEverybodyWhenEventsWereLost() throws Exception {
        List<Bell> bells = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            bells.add(bench.on(top.resolve("f" + i)));
        }
        CountDownLatch hold = new CountDownLatch(1);
        bench.watch.watch(top.resolve("blocker"), () -> {
            try {
                hold.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Files.createFile(top.resolve("blocker"));
        // More than the 512 events that the JDK keeps for a key while nobody takes them.
        for (int i = 0; i < 2000; i++) {
            Files.createFile(top.resolve("f" + i));
        }
        hold.countDown();
        bench.fence();
        for (int i = 0; i < 2000; i++) {
            assertTrue("f" + i, bells.get(i).rings.get() > 0);
        }
    }

    @Test
    public void needsOneKeyForADirectoryAndGivesItBack() throws Exception {
        int before = bench.watch.keyCount();
        List<Bell> bells = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            bells.add(bench.on(top.resolve("f" + i)));
        }
        assertEquals(before + 1, bench.watch.keyCount());

        rings(bells.get(9_999), () -> Files.createFile(top.resolve("f9999")));
        bells.forEach(bell -> bell.watch.close());
        assertEquals(before, bench.watch.keyCount());

        bench.onTree(top).watch.close();
        assertEquals(before, bench.watch.keyCount());
    }

    /**
     * Whoever writes to a file in /tmp would wake the agent, for as long as it manages anything
     * below /tmp.
     */
    @Test
    public void asksForNamesOnlyAboveWhatIsWatched() throws Exception {
        Path file = Files.createDirectories(top.resolve("a/b")).resolve("f");
        bench.on(file);

        String wanted = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) ? "3c0"
                : "3c6";
        assertEquals("3c6", mask(file.getParent()));
        assertEquals(wanted, mask(top.resolve("a")));
        bench.on(top.resolve("a/g"));
        assertEquals("3c6", mask(top.resolve("a")));
    }

    /**
     * The mask of the inotify watch on the directory: IN_CREATE and its like, IN_MODIFY 2,
     * IN_ATTRIB 4.
     */
    private static String mask(Path directory) throws IOException {
        String inode = "ino:" + Long.toHexString((Long) Files.getAttribute(directory, "unix:ino"))
                + " ";
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
            for (Path each : open) {
                for (String line : Files.exists(each) ? Files.readAllLines(each)
                        : List.<String>of()) {
                    if (line.startsWith("inotify") && line.contains(inode)) {
                        return line.replaceAll(".* mask:([0-9a-f]+) .*", "$1");
                    }
                }
            }
        }
        return "none";
    }

    @Test
    public void outlivesAListenerThatThrows() throws Exception {
        Path file = top.resolve("f");
        bench.watch.watch(file, () -> {
            throw new IllegalStateException("thrown on purpose by a test");
        });
        Bell bell = bench.on(file);

        rings(bell, () -> Files.createFile(file));
        rings(bell, () -> Files.delete(file));
    }

    @Test
    public void letsAListenerOpenAndCloseWatches() throws Exception {
        Path file = top.resolve("f");
        CountDownLatch second = new CountDownLatch(1);
        AtomicReference<Watch> first = new AtomicReference<>();
        first.set(bench.watch.watch(file, () -> {
            first.get().close();
            try {
                bench.watch.watch(file, second::countDown);
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }));
        Files.createFile(file);
        assertTrue(second.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void refusesRelativePathsAndWorkAfterTheEnd() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> bench.watch.watch(Path.of("f"),
                () -> { }));
        bench.watch.close();
        assertThrows(IOException.class, () -> bench.watch.watch(top, () -> { }));
    }
}
