// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.resource.Change;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.testkit.PlainContext;
import io.mgmt.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

public class FileResourceTest {

    @Rule
    public final FileScene scene = new FileScene();

    private Path at(String name) {
        return scene.top.resolve(name);
    }

    private String text(String name) throws IOException {
        return Files.readString(at(name));
    }

    @Test
    public void makesAFileInOneStepAndSaysWhat() throws Exception {
        Resource file = scene.file(at("f"), "content", "hello\n", "mode", "0640");
        assertEquals(List.of("nothing, wanted a file of 6 bytes, mode 0640"), scene.check(file));
        scene.reach(file);
        assertEquals("hello\n", text("f"));
        assertEquals("0640", FileScene.mode(at("f")));
    }

    @Test
    public void saysWhereContentDiffersAndShowsADiff() throws Exception {
        Files.writeString(at("f"), "one\ntwo\nthree\n");
        Resource file = scene.file(at("f"), "content", "one\nzwei\nthree\n");
        List<Change> changes = file.check(scene.context);
        assertEquals("content of 14 bytes, wanted 15; line 2 differs", changes.get(0).summary());
        assertEquals("--- " + at("f") + "\n+++ " + at("f")
                + "\n@@ -1,3 +1,3 @@\n one\n-two\n+zwei\n three",
                changes.get(0).diff().orElseThrow());

        Files.write(at("f"), new byte[] {0, 1});
        changes = file.check(scene.context);
        assertEquals("content of 2 bytes, wanted 15", changes.get(0).summary());
        assertEquals("binary", changes.get(0).diff().orElseThrow());
    }

    /**
     * Mode 4755 where 0755 is wanted would be a hole; the JDK's set of permissions cannot tell the
     * two apart.
     */
    @Test
    public void seesASetUserIdBitThatNobodyAskedFor() throws Exception {
        Files.createFile(at("f"));
        Files.setAttribute(at("f"), "unix:mode", 04755);
        assertEquals(List.of("mode 4755, wanted 0755"), scene.check(scene.file(at("f"), "mode",
                "0755")));
    }

    @Test
    public void doesNotTouchTheContentThatNobodyAskedFor() throws Exception {
        Files.writeString(at("f"), "theirs");
        scene.reach(scene.file(at("f"), "mode", "0600"));
        assertEquals("theirs", text("f"));
        scene.reach(scene.file(at("empty")));
        assertEquals("", text("empty"));
    }

    /** Writing through the link would let whoever owns it choose which file root overwrites. */
    @Test
    public void replacesALinkInsteadOfWritingThroughIt() throws Exception {
        Files.writeString(at("victim"), "precious");
        Files.createSymbolicLink(at("f"), Path.of("victim"));
        scene.reach(scene.file(at("f"), "content", "mine", "mode", "0600"));
        assertTrue(Files.isRegularFile(at("f"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("precious", text("victim"));
        assertEquals("mine", text("f"));

        Files.delete(at("f"));
        Files.createSymbolicLink(at("f"), Path.of("victim"));
        assertEquals(at("f") + " is a symbolic link, wanted a file. Set force: true to replace"
                + " it, or move it away.", scene.failure(scene.file(at("f"), "mode", "0600")));
    }

    @Test
    public void anotherTypeIsReplacedOnlyByForce() throws Exception {
        Files.createDirectories(at("d/e"));
        Files.writeString(at("d/e/f"), "x");
        Files.writeString(at("g"), "x");
        Files.createSymbolicLink(at("l"), Path.of("d"));

        assertEquals(at("d") + " is a directory, wanted a file. Set force: true to replace it"
                + " with all that is in it, or move it away.", scene.failure(scene.file(at("d"),
                "content", "x")));
        assertEquals(at("g") + " is a file, wanted a directory. Set force: true to replace it, or"
                + " move it away.", scene.failure(scene.file(at("g") + "/")));
        assertEquals(at("l") + " is a symbolic link, wanted a directory. Set force: true to"
                + " replace it, or move it away.", scene.failure(scene.file(at("l") + "/")));
        assertEquals(at("g") + " is a file, wanted a symbolic link. Set force: true to replace"
                + " it, or move it away.", scene.failure(scene.file(at("g"), "symlink", "x")));

        scene.reach(scene.file(at("l") + "/", "force", true));
        assertTrue(Files.exists(at("d/e/f")));
        scene.reach(scene.file(at("d"), "content", "x", "force", true));
        scene.reach(scene.file(at("g") + "/", "force", true));
        scene.reach(scene.file(at("l"), "symlink", "x", "force", true));
        assertEquals("x", text("d"));
        assertTrue(Files.isDirectory(at("g")));
    }

    @Test
    public void replacesPipesOnlyByForceAndDoesNotHangOnThem() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", at("p").toString()).start().waitFor());
        assertEquals(at("p") + " is a device, pipe or socket, wanted a file. Set force: true to"
                + " replace it, or move it away.", scene.failure(scene.file(at("p"), "content",
                "x")));
        scene.reach(scene.file(at("p"), "content", "x", "force", true));
    }

    @Test
    public void removesWhatIsToBeAbsent() throws Exception {
        Files.writeString(at("f"), "x");
        scene.reach(scene.file(at("f"), "state", "absent"));
        Files.createSymbolicLink(at("l"), Path.of("/"));
        scene.reach(scene.file(at("l"), "state", "absent", "recurse", true));
        Files.createDirectory(at("d"));
        scene.reach(scene.file(at("d"), "state", "absent"));
        assertEquals(List.of(), scene.check(scene.file(at("no/such/directory"), "state",
                "absent")));
        Files.createFile(at("file"));
        assertEquals(List.of(), scene.check(scene.file(at("file/below"), "state", "absent")));
    }

    @Test
    public void removesAFullDirectoryOnlyIfAskedAndNeverThroughLinks() throws Exception {
        Files.createDirectories(at("outside/keep"));
        Files.createDirectories(at("d/e/f"));
        Files.writeString(at("d/e/f/g"), "x");
        Files.createSymbolicLink(at("d/e/link"), at("outside"));
        TreeSnapshot outside = TreeSnapshot.of(at("outside"));
        assertEquals(at("d") + " is a directory that is not empty, wanted absent. Set recurse:"
                + " true to remove it with all that is in it.", scene.failure(scene.file(at("d"),
                "state", "absent")));
        scene.reach(scene.file(at("d") + "/", "state", "absent", "recurse", true));
        assertFalse(Files.exists(at("d")));
        assertEquals(outside, TreeSnapshot.of(at("outside")));
    }

    /** Between the look and the act somebody else may be faster. */
    @Test
    public void doesNotRemoveADirectoryThatWasFilledSinceItWasLookedAt() throws Exception {
        Files.createDirectory(at("d"));
        Resource absent = scene.file(at("d"), "state", "absent");
        List<Change> changes = absent.check(scene.context);
        Files.createFile(at("d/f"));
        assertThrows(ResourceException.class, () -> changes.get(0).apply(scene.context));
        assertTrue(Files.exists(at("d/f")));

        Resource file = scene.file(at("new"), "content", "x");
        List<Change> others = file.check(scene.context);
        Files.createDirectories(at("new/e"));
        assertEquals(at("new") + " has become a directory. Move it away, or set force: true.",
                assertThrows(ResourceException.class, () ->
                others.get(0).apply(scene.context)).getMessage());
        assertTrue(Files.exists(at("new/e")));
        assertEquals(List.of(), scene.temporaries());
    }

    @Test
    public void makesMissingParentsOnlyIfAsked() throws Exception {
        assertEquals("Cannot write " + at("a/b/f") + ": its directory does not exist. Set"
                + " recurse: true to make " + at("a/b") + "/, or add file[" + at("a/b")
                + "/] to the graph.", scene.failure(scene.file(at("a/b/f"), "content", "x")));
        assertFalse(Files.exists(at("a")));
        scene.reach(scene.file(at("a/b/f"), "content", "x", "recurse", true));
        scene.reach(scene.file(at("c/d/e/"), "recurse", true, "mode", "0700"));
        scene.reach(scene.file(at("g/h"), "symlink", "x", "recurse", true));
        assertEquals("0755", FileScene.mode(at("a/b")));
    }

    @Test
    public void copiesASourceHoweverLarge() throws Exception {
        byte[] large = new byte[3_500_000];
        new Random(1).nextBytes(large);
        Files.write(at("s"), large);
        Resource file = scene.file(at("f"), "source", at("s").toString(), "mode", "0600");
        scene.reach(file);
        assertArrayEquals(large, Files.readAllBytes(at("f")));

        large[3_499_999]++;
        Files.write(at("s"), large);
        Change change = file.check(scene.context).get(0);
        assertEquals("content of 3500000 bytes, wanted 3500000", change.summary());
        assertTrue(change.diff().isEmpty());
        scene.reach(file);
        assertArrayEquals(large, Files.readAllBytes(at("f")));
    }

    @Test
    public void saysWhatIsWrongWithASource() throws Exception {
        Resource file = scene.file(at("f"), "source", at("s").toString());
        assertEquals("The source " + at("s") + " does not exist. Make it, or correct source.",
                scene.failure(file));
        Files.createDirectory(at("s"));
        assertEquals("The source " + at("s") + " is a directory, not a file. End path with / to"
                + " copy a directory.", scene.failure(file));
        Resource tree = scene.file(at("d") + "/", "source", at("t").toString(), "recurse", true);
        assertEquals("The source " + at("t") + " is absent. Make it, or correct source.",
                scene.failure(tree));
        Files.createFile(at("t"));
        assertEquals("The source " + at("t") + " is not a directory. Take the / from the end of"
                + " path, or correct source.", scene.failure(tree));
    }

    @Test
    public void comparesLinksByTheirText() throws Exception {
        Resource link = scene.file(at("l"), "symlink", "../no/such/place");
        assertEquals(List.of("nothing, wanted a symbolic link to ../no/such/place"),
                scene.check(link));
        scene.reach(link);
        Resource other = scene.file(at("l"), "symlink", "x");
        assertEquals(List.of("a symbolic link to ../no/such/place, wanted a symbolic link to x"),
                scene.check(other));
        scene.reach(other);
    }

    @Test
    public void removesWhatACrashLeftAndNothingElse() throws Exception {
        long dead = new ProcessBuilder("true").start().toHandle().pid();
        while (ProcessHandle.of(dead).isPresent()) {
            Thread.onSpinWait();
        }
        Files.writeString(at(".mgmt-" + dead + "-1a2b-1.tmp"), "half");
        Files.writeString(at(".mgmt-" + ProcessHandle.current().pid() + "-0-1.tmp"), "half");
        Files.createSymbolicLink(at(".mgmt-" + dead + "-1a2b-2.tmp"), Path.of("/etc/passwd"));
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Path living = Files.writeString(at(".mgmt-" + parent
                + "-1a2b-1.tmp"), "another agent at work");
        Path theirs = Files.writeString(at(".mgmt-notes.tmp"), "theirs");
        scene.apply(scene.file(at("f"), "content", "x"));
        try (var names = Files.list(scene.top)) {
            assertEquals(List.of(living, theirs, at("f")).stream().sorted().toList(),
                    names.sorted().toList());
        }
    }

    @Test
    public void aCancelledCopyLeavesTheOldFile() throws Exception {
        Files.write(at("s"), new byte[2_000_000]);
        Files.writeString(at("f"), "old");
        PlainContext cancelled = new PlainContext();
        Resource file = scene.file(at("f"), "source", at("s").toString());
        List<Change> changes = file.check(cancelled);
        cancelled.cancel();
        assertThrows(ResourceException.class, () -> changes.get(0).apply(cancelled));
        assertEquals("old", text("f"));
        assertEquals(List.of(), scene.temporaries());
    }

    @Test
    public void explainsWhatTheFileSystemRefuses() throws Exception {
        Files.createFile(at("file"));
        assertEquals("Cannot write " + at("file/f") + ": " + at("file")
                + " is not a directory. Move it away, or correct path.",
                scene.failure(scene.file(at("file/f"), "content", "x", "recurse", true)));
        String longName = "n".repeat(256);
        assertEquals("Cannot check " + at(longName) + ": a name in it is longer than 255 bytes."
                + " Shorten it.", scene.failure(scene.file(at(longName), "content", "x")));
        Files.createSymbolicLink(at("ring"), Path.of("ring"));
        assertEquals("Cannot check " + at("ring/f") + ": " + at("ring")
                + " is a symbolic link that leads nowhere, or in a circle. Correct it.",
                scene.failure(scene.file(at("ring/f"), "content", "x")));
        Files.createSymbolicLink(at("nowhere"), Path.of("no-such"));
        assertEquals("Cannot write " + at("nowhere/f") + ": " + at("nowhere")
                + " is a symbolic link that leads nowhere, or in a circle. Correct it.",
                scene.failure(scene.file(at("nowhere/f"), "content", "x", "recurse", true)));
        // The longest name there is still has room for its temporary file.
        scene.reach(scene.file(at("n".repeat(255)), "content", "x"));
    }

    @Test
    public void copiesATreeWithModesAndLinksAndPurgesTheRest() throws Exception {
        Files.createDirectories(at("s/a/b"));
        Files.writeString(at("s/a/run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(at("s/a/run"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(at("s/a/link"), Path.of("/no/such"));
        Files.setAttribute(at("s/a/b"), "unix:mode", 0555);
        Files.createDirectories(at("outside/keep"));
        Files.createDirectories(at("d/extra/deep"));
        Files.createSymbolicLink(at("d/extra/out"), at("outside"));
        Files.createSymbolicLink(at("d/out"), at("outside"));
        TreeSnapshot outside = TreeSnapshot.of(at("outside"));

        Object[] wish = {"source", at("s") + "/", "recurse", true, "mode",
                "0711"};
        scene.reach(scene.file(at("d") + "/", wish));
        assertTrue(Files.exists(at("d/extra/deep")));
        assertEquals("0711", FileScene.mode(at("d")));
        assertEquals("0750", FileScene.mode(at("d/a/run")));
        assertEquals("0555", FileScene.mode(at("d/a/b")));
        assertEquals(Path.of("/no/such"), Files.readSymbolicLink(at("d/a/link")));

        Resource purging = scene.file(at("d") + "/", "source", at("s") + "/", "recurse", true,
                "purge", true);
        assertEquals(List.of("extra: a directory, wanted absent",
                "out: a symbolic link, wanted absent"), scene.check(purging));
        scene.reach(purging);
        assertFalse(Files.exists(at("d/extra")));
        assertEquals(outside, TreeSnapshot.of(at("outside")));

        Files.delete(at("d/a/run"));
        Files.createDirectory(at("d/a/run"));
        assertEquals(at("d/a/run") + " is a directory, wanted a file. Set force: true to replace"
                + " it with all that is in it, or move it away.", scene.failure(purging));
    }

    /** A tree that is copied into itself through a link would grow until the disk is full. */
    @Test
    public void doesNotCopyATreeIntoItself() throws Exception {
        Files.createDirectories(at("s/a"));
        Files.createSymbolicLink(at("l"), Path.of("s"));
        for (String path : List.of("l/a/copy/", "l/copy/", "l/a/")) {
            String message = scene.failure(scene.file(at("") + "/" + path, "source", at("s") + "/",
                    "recurse", true));
            assertTrue(message, message.contains("lie within each other: they are " + at("s")
                    + " and " + at("s")));
        }
        assertTrue(scene.failure(scene.file(at("s") + "/", "source", at("l/a") + "/", "recurse",
                true)) .contains("lie within each other"));
    }

    @Test
    public void refusesPipesInATree() throws Exception {
        Files.createDirectory(at("s"));
        assertEquals(0, new ProcessBuilder("mkfifo", at("s/p").toString()).start().waitFor());
        assertEquals("The source " + at("s/p") + " is a device, pipe or socket; only files,"
                + " directories and links can be copied. Move it out of the source.",
                scene.failure(scene.file(at("d") + "/", "source", at("s") + "/", "recurse", true)));
    }

    @Test
    public void whoeverLooksSeesTheOldFileOrTheNewOne() throws Exception {
        String one = "1".repeat(100_000);
        String two = "2".repeat(100_000);
        Files.writeString(at("f"), one);
        Resource[] files = {scene.file(at("f"), "content", one), scene.file(at("f"), "content",
                two)};
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                try {
                    scene.apply(files[i % 2]);
                } catch (ResourceException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        writer.start();
        while (writer.isAlive()) {
            String seen = text("f");
            assertTrue(seen.length() + " bytes", seen.equals(one) || seen.equals(two));
        }
        writer.join();
        assertNotEquals(one, text("f"));
    }

    @Test
    public void saysThatThereIsNoSuchOwner() throws Exception {
        Files.createFile(at("f"));
        assertEquals("There is no user \"no-such-user\" on this host, wanted as owner. Create it"
                + " first, or give a number in quotes.", scene.failure(scene.file(at("f"), "owner",
                "no-such-user")));
        assertEquals("There is no group \"no-such-group\" on this host, wanted as group. Create"
                + " it first, or give a number in quotes.", scene.failure(scene.file(at("new"),
                "group", "no-such-group")));
        assertFalse(Files.exists(at("new")));
        assertEquals(List.of(), scene.temporaries());
    }
}
