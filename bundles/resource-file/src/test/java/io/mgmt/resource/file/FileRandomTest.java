// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.resource.Change;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

/**
 * Any wish on any state: looking writes nothing, applying reaches the state or says why not, and
 * nothing outside of the path is touched, whatever links lie around.
 */
public class FileRandomTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 800);
    private static final String[] NAMES = {"a", "b", "c"};
    /** All let the owner in, so that the test says the same for everybody. */
    private static final String[] MODES = {"0744", "0700", "0755", "4711", "0750"};

    @Rule
    public final FileScene scene = new FileScene();

    private Path source;
    private Path outside;
    private int reached;
    private int refused;

    @Test
    public void anyWishOnAnyStateIsReachedOrRefusedAndTouchesNothingElse() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FileRandomTest: -Dseed=" + seed);
        Random random = new Random(seed);
        source = scene.newFolder("source").toPath();
        outside = scene.newFolder("outside").toPath();
        Files.createDirectories(outside.resolve("a/b/c"));
        Files.createDirectories(source.resolve("a/b"));
        Files.writeString(source.resolve("a/f"), "from the source");
        Files.writeString(source.resolve("b"), "from the source");
        Files.createSymbolicLink(source.resolve("c"), Path.of("a/f"));
        for (int round = 0; round < ROUNDS; round++) {
            Path top = scene.newFolder("r" + round).toPath();
            populate(top, random);
            round(top, random, "seed " + seed + " round " + round);
            Removal.remove(top, scene.context);
        }
        System.out.println("FileRandomTest: reached=" + reached + " refused=" + refused);
        assertTrue("most wishes can be reached", reached > ROUNDS / 2);
        assertTrue("some cannot", refused > ROUNDS / 50);
    }

    private void round(Path top, Random random, String where) throws Exception {
        Path path = path(top, random);
        List<Object> fields = wish(random);
        boolean isDirectory = fields.remove("/");
        Resource wish = scene.file(path + (isDirectory ? "/" : ""), fields.toArray());
        String what = where + ": " + path + " " + fields + "\n";
        Path root = scene.getRoot().toPath();
        Path touched = touched(path);
        TreeSnapshot before = TreeSnapshot.of(root);
        try {
            List<Change> changes = wish.check(scene.context);
            changes.forEach(Change::diff);
            assertEquals(what + "check wrote", before.toString(), TreeSnapshot.of(root).toString());
            for (Change change : changes) {
                change.apply(scene.context);
            }
            if (Failures.blockedBy(path).isPresent()) {
                // The path led through a link to itself, which it has replaced.
                refused++;
                return;
            }
            assertEquals(what + "not reached", List.of(), scene.check(wish));
            TreeSnapshot after = TreeSnapshot.of(root);
            if (changes.isEmpty()) {
                assertEquals(what + "touched for nothing", before.toString(), after.toString());
            }
            reached++;
        } catch (ResourceException e) {
            boolean isTotal = fields.contains("force") && fields.contains("recurse");
            assertTrue(what + e, !isTotal || Failures.blockedBy(path).isPresent()
                    || isBehindABrokenLink(path));
            refused++;
        }
        assertEquals(what + "touched what is outside", before.without(touched).toString(),
                TreeSnapshot.of(root).without(touched).toString());
    }

    private static boolean isBehindABrokenLink(Path path) {
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            if (Files.isSymbolicLink(at) && !Files.exists(at)) {
                return true;
            }
        }
        return false;
    }

    /** The highest entry that may be made or changed, where it really is. */
    private static Path touched(Path path) throws IOException {
        Path at = path;
        while (!Files.exists(at.getParent(), LinkOption.NOFOLLOW_LINKS)) {
            at = at.getParent();
        }
        return Files.exists(at.getParent()) ? at.getParent().toRealPath().resolve(at.getFileName())
                : at;
    }

    private static Path path(Path top, Random random) {
        Path path = top;
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            path = path.resolve(NAMES[random.nextInt(NAMES.length)]);
        }
        return path;
    }

    private void populate(Path top, Random random) throws IOException {
        for (int i = random.nextInt(8); i > 0; i--) {
            Path path = path(top, random);
            if (!Files.isDirectory(path.getParent()) || Files.exists(path,
                    LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            switch (random.nextInt(6)) {
                case 0, 1 -> Files.writeString(path, random.nextBoolean() ? "x" : "other");
                case 2, 3 -> Files.createDirectory(path);
                case 4 -> Files.createSymbolicLink(path, path(top, random));
                default -> Files.createSymbolicLink(path, outside);
            }
            if (random.nextInt(4) == 0 && !Files.isSymbolicLink(path)) {
                Files.setAttribute(path, "unix:mode", Integer.parseInt(MODES[random.nextInt(5)],
                        8));
            }
        }
    }

    /** Fields and values; a slash among them asks for a directory. */
    private List<Object> wish(Random random) {
        List<Object> fields = new ArrayList<>();
        if (random.nextBoolean()) {
            fields.addAll(List.of("force", true));
        }
        boolean recurse = random.nextBoolean();
        if (recurse) {
            fields.addAll(List.of("recurse", true));
        }
        int what = random.nextInt(8);
        boolean isDirectory = what >= 6 || what == 0 && random.nextBoolean();
        switch (what) {
            case 0 -> fields.addAll(List.of("state", "absent"));
            case 1, 2 -> fields.addAll(List.of("content", "x"));
            case 3 -> fields.addAll(List.of("source", source.resolve("b").toString()));
            case 4 -> fields.addAll(List.of("symlink", random.nextBoolean() ? outside.toString()
                    : "b"));
            case 7 -> {
                if (recurse) {
                    fields.addAll(List.of("source", source.toString(), "purge",
                            random.nextBoolean()));
                }
            }
            default -> { }
        }
        if (what != 4 && random.nextInt(3) == 0) {
            fields.addAll(List.of("mode", MODES[random.nextInt(MODES.length)]));
        }
        if (isDirectory) {
            fields.add("/");
        }
        return fields;
    }
}
