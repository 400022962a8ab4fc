// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.mgmt.resource.Resource;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** What only root may do. {@link HostileFileSystemIT} shows what everybody else is told. */
public class FileOwnerTest {

    @Rule
    public final FileScene scene = new FileScene();

    @Before
    public void runAsRoot() throws Exception {
        assumeTrue("needs root: gives files away", FileScene.uid(scene.top) == 0);
    }

    private Path at(String name) {
        return scene.top.resolve(name);
    }

    @Test
    public void keepsModeAndOwnerOfWhatItReplaces() throws Exception {
        Files.writeString(at("f"), "old");
        Files.setAttribute(at("f"), "unix:uid", 12345);
        Files.setAttribute(at("f"), "unix:gid", 54321);
        Files.setAttribute(at("f"), "unix:mode", 04751);
        scene.reach(scene.file(at("f"), "content", "new"));
        assertEquals("4751", FileScene.mode(at("f")));
        assertEquals(12345, FileScene.uid(at("f")));
        assertEquals(54321, Files.getAttribute(at("f"), "unix:gid"));
    }

    @Test
    public void changesOneThingAtATime() throws Exception {
        Files.writeString(at("f"), "same");
        Files.setAttribute(at("f"), "unix:mode", 0600);
        Resource file = scene.file(at("f"), "content", "same", "mode", "4755", "owner", "12345",
                "group", "54321");
        assertEquals(List.of("owner root, wanted 12345", "group root, wanted 54321",
                "mode 0600, wanted 4755"), scene.check(file));
        Object inode = Files.getAttribute(at("f"), "unix:ino");
        scene.reach(file);
        assertEquals(inode, Files.getAttribute(at("f"), "unix:ino"));

        // A change of owner takes the set-user-id bit away; the mode that was asked for comes back.
        Files.setAttribute(at("f"), "unix:uid", 0);
        Files.setAttribute(at("f"), "unix:mode", 04755);
        assertEquals(List.of("owner root, wanted 12345"), scene.check(file));
        scene.reach(file);
        assertEquals("4755", FileScene.mode(at("f")));
    }

    @Test
    public void knowsOwnersByName() throws Exception {
        Files.createFile(at("f"));
        Resource file = scene.file(at("f"), "owner", "nobody", "group", "daemon");
        assertEquals(List.of("owner root, wanted nobody", "group root, wanted daemon"),
                scene.check(file));
        scene.reach(file);
        assertEquals("nobody", Files.getOwner(at("f")).getName());
    }

    @Test
    public void givesALinkAwayAndNotItsTarget() throws Exception {
        Files.createFile(at("target"));
        Resource link = scene.file(at("l"), "symlink", "target", "owner", "12345");
        scene.reach(link);
        assertEquals(12345, FileScene.uid(at("l")));
        Files.setAttribute(at("l"), "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
        assertEquals(List.of("owner root, wanted 12345"), scene.check(link));
        scene.reach(link);
        assertEquals(0, FileScene.uid(at("target")));
    }

    @Test
    public void givesAwayAWholeTree() throws Exception {
        Files.createDirectories(at("s/a"));
        Files.createFile(at("s/a/f"));
        Files.createSymbolicLink(at("s/a/l"), Path.of("f"));
        scene.reach(scene.file(at("d") + "/", "source", at("s") + "/", "recurse", true,
                "owner", "12345"));
        for (String name : List.of("d", "d/a", "d/a/f", "d/a/l")) {
            assertEquals(12345, FileScene.uid(at(name)));
        }
        assertEquals(0, FileScene.uid(at("s/a/f")));
    }
}
