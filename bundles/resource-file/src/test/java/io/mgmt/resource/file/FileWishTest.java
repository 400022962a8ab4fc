// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class FileWishTest {

    private final FileType type = new FileType(null);

    /** Each wrong wish names its field and a remedy. */
    private void refused(String field, String message, Object... fields) {
        InvalidResourceException e = assertThrows(InvalidResourceException.class,
                () -> type.create(FileScene.spec("/name", fields)));
        assertEquals(message, e.getMessage());
        assertEquals(field, e.field());
        assertFalse(e.remedy().isBlank());
    }

    private Resource made(String name, Object... fields) throws InvalidResourceException {
        return type.create(FileScene.spec(name, fields));
    }

    @Test
    public void refusesPathsThatDoNotNameOnePlace() {
        refused("path", "path is \"etc/motd\", not an absolute path", "path", "etc/motd");
        refused("path", "path is \"\", not an absolute path", "path", "");
        refused("path", "path is \"/a/../b\", with . or .. in it", "path", "/a/../b");
        refused("path", "path is \"/a/..\", with . or .. in it", "path", "/a/..");
        refused("path", "path is \"/a/./b\", with . or .. in it", "path", "/a/./b");
        refused("path", "path is \"/\", the root of the file system", "path", "/", "state",
                "absent");
        refused("path", "path is \"/a\0b\": Nul character not allowed", "path", "/a\0b");
        refused("source", "source is \"s\", not an absolute path", "source", "s");
        refused("source", "source is \"/s/..\", with . or .. in it", "source", "/s/..");
    }

    @Test
    public void refusesWishesThatContradictThemselves() {
        refused("source", "both content and source are given", "content", "x", "source", "/s");
        refused("symlink", "both symlink and content are given", "content", "x", "symlink", "/s");
        refused("symlink", "both symlink and source are given", "source", "/x", "symlink", "/s");
        refused("content", "a directory has no content", "path", "/d/", "content", "x");
        refused("symlink", "path ends with /, so it is a directory, not a link", "path", "/d/",
                "symlink", "x");
        refused("source", "source of a directory without recurse", "path", "/d/", "source", "/s/");
        refused("source", "source is the directory \"/s/\", but path \"/d\" is a file", "path",
                "/d", "source", "/s/");
        refused("source", "source \"/d/s\" and path \"/d\" lie within each other", "path", "/d/",
                "source", "/d/s", "recurse", true);
        refused("source", "source \"/d\" and path \"/d\" lie within each other", "path", "/d",
                "source", "/d");
        refused("purge", "purge without recurse", "path", "/d/", "purge", true);
        refused("purge", "purge without a source directory", "path", "/d/", "purge", true,
                "recurse", true);
        refused("symlink", "symlink is \"\"", "symlink", "");
        refused("mode", "a symbolic link has no mode", "symlink", "x", "mode", "0644");
    }

    @Test
    public void refusesValuesThatAreNone() {
        for (String mode : new String[] {"999", "", "64", "00644", "rw", "u+w", "u=rw", "u=rz,go=r",
                "=r", "-644"}) {
            refused("mode", "mode is \"" + mode + "\"", "mode", mode);
        }
        refused("mode", "mode is the number 420; YAML reads 0644 as a number too", "mode", 420L);
        refused("owner", "owner is \"\"", "owner", "");
        refused("owner", "owner is 0, not a text", "owner", 0L);
        refused("group", "group is \" \"", "group", " ");
        refused("state", "state is \"present\"", "state", "present");
        refused("recurse", "recurse is yes, not true or false", "recurse", "yes");
        refused("ensure", "\"ensure\" is not a field of file", "ensure", "x");
    }

    @Test
    public void readsModesInDigitsAndLetters() throws InvalidResourceException {
        assertEquals(0644, Mode.parse("0644"));
        assertEquals(0644, Mode.parse("644"));
        assertEquals(07777, Mode.parse("7777"));
        assertEquals(0, Mode.parse("0000"));
        assertEquals(0644, Mode.parse("u=rw,go=r"));
        assertEquals(0750, Mode.parse("u=rwx,g=rx,o="));
        assertEquals(0755, Mode.parse("a=rx,u=rwx"));
        assertEquals("0007", Mode.text(7));
        assertEquals("4755", Mode.text(04755));
    }

    /** Turning a file off is one word; what describes it may stay. */
    @Test
    public void takesContentBesideAbsent() throws InvalidResourceException {
        made("/f", "state", "absent", "content", "x", "mode", "0644", "owner", "root");
        made("/d/", "state", "absent", "mode", "0755");
    }

    @Test
    public void namesWhatItProvidesAndUses() throws InvalidResourceException {
        Resource file = made("motd", "path", "/a/b//c", "source", "/s/f", "owner", "bob", "group",
                "12");
        assertEquals(Set.of(ref("/a/b/c")), file.provides());
        assertEquals(Set.of(ref("/a/b/"), ref("/a/"), ref("/s/f"), ref("/s/"), new Ref("user",
                "bob")), file.uses());

        assertEquals(Set.of(ref("/a/b/")), made("/a/b/").provides());
        assertEquals(Set.of(ref("/a/b/")), made("/a//b/", "state", "absent").provides());
        assertEquals(Set.of(ref("/a/b")), made("/a/b", "state", "absent").provides());
        assertEquals(Set.of(ref("/a/b"), ref("/a/b/")), made("/a/b", "symlink", "c").provides());
        assertEquals(Set.of(ref("/a/"), ref("/s/"), new Ref("group", "www")),
                made("/a/b/", "source", "/s", "recurse", true, "group", "www").uses());
        assertEquals(Set.of(ref("/")), made("/").provides());
    }

    private static Ref ref(String path) {
        return new Ref("file", path);
    }

    private String collected(String pattern, String name, Object... fields) {
        ResourceSpec spec = type.collected(FileScene.spec(name, fields), pattern);
        assertEquals(name, spec.ref().name());
        return String.valueOf(spec.fields().get("path"));
    }

    @Test
    public void aPatternReplacesTheDirectoryOfThePath() {
        assertEquals("/here/f", collected("/here/", "x", "path", "/there/deep/f"));
        assertEquals("/here/f", collected("/here", "x", "path", "/there/f"));
        assertEquals("/here/f", collected("/here/", "/there/f"));
        assertEquals("/here/f", collected("/here/", "f"));
        assertEquals("/here/d/", collected("/here/", "x", "path", "/there/d/"));
        assertEquals("/f", collected("/", "x", "path", "/there/f"));
        assertEquals("/there/f", collected("", "x", "path", "/there/f"));
        assertEquals(Map.of(), type.collected(FileScene.spec("/there/f"), "").fields());
        assertThrows(InvalidResourceException.class,
                () -> type.create(type.collected(FileScene.spec("/there/f"), "here/")));
    }
}
