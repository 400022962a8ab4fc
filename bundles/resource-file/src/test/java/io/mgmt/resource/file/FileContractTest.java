// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.ResourceType;
import io.mgmt.testkit.ResourceContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** The contract, for each thing that a file resource can be, and each way out of its state. */
@RunWith(Parameterized.class)
public class FileContractTest extends ResourceContract {

    /** One wish and one way out of it. */
    interface Act {
        void run(Path top) throws Exception;
    }

    private record Case(String name, String path, Object[] fields, Act prepare, Act disturb) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Rule
    public final FileScene scene = new FileScene();

    @Parameter
    public Object given;

    @Parameters(name = "{0}")
    public static List<Object> cases() {
        Act nothing = top -> { };
        return Arrays.asList(
                new Case("overwritten", "f", fields("content", "wanted\n", "mode", "0640"), nothing,
                        top -> Files.writeString(top.resolve("f"), "other\n")),
                new Case("same size", "f", fields("content", "wanted\n"), nothing,
                        top -> Files.writeString(top.resolve("f"), "WANTED\n")),
                new Case("replaced", "f", fields("content", "wanted\n"), nothing,
                        top -> Files.move(Files.writeString(top.resolve("t"), "other"),
                        top.resolve("f"), StandardCopyOption.REPLACE_EXISTING)),
                new Case("deleted", "f", fields("content", "wanted\n"), nothing,
                        top -> Files.delete(top.resolve("f"))),
                new Case("mode", "f", fields("content", "wanted\n", "mode", "0600"), nothing,
                        top -> Files.setPosixFilePermissions(top.resolve("f"),
                                PosixFilePermissions.fromString("rw-r--r--"))),
                new Case("link in its place", "f", fields("content", "wanted\n"), nothing,
                        top -> {
                            Files.delete(top.resolve("f"));
                            Files.createSymbolicLink(top.resolve("f"), Path.of("elsewhere"));
                        }),
                new Case("no content", "f", fields(), nothing,
                        top -> Files.delete(top.resolve("f"))),
                new Case("parents made and removed", "a/b/f", fields("content", "x", "recurse",
                        true), nothing, top -> {
                            Files.delete(top.resolve("a/b/f"));
                            Files.delete(top.resolve("a/b"));
                            Files.delete(top.resolve("a"));
                        }),
                new Case("source", "f", fields("source", "s"),
                        top -> Files.writeString(top.resolve("s"), "one"),
                        top -> Files.writeString(top.resolve("s"), "two " + System.nanoTime())),
                new Case("absent", "f", fields("state", "absent"),
                        top -> Files.createFile(top.resolve("f")),
                        top -> Files.createFile(top.resolve("f"))),
                new Case("absent directory", "d/", fields("state", "absent", "recurse", true),
                        top -> Files.createDirectories(top.resolve("d/e")),
                        top -> Files.createDirectories(top.resolve("d/e"))),
                new Case("directory", "d/", fields("mode", "0750"), nothing,
                        top -> Files.delete(top.resolve("d"))),
                new Case("mode of a directory", "d/", fields("mode", "0750"), nothing,
                        top -> Files.setPosixFilePermissions(top.resolve("d"),
                                PosixFilePermissions.fromString("rwxrwxrwx"))),
                new Case("link", "l", fields("symlink", "target"), nothing,
                        top -> {
                            Files.delete(top.resolve("l"));
                            Files.createSymbolicLink(top.resolve("l"), Path.of("other"));
                        }),
                new Case("tree", "d/", fields("source", "s/", "recurse", true, "purge", true),
                        top -> {
                            Files.createDirectories(top.resolve("s/a/b"));
                            Files.writeString(top.resolve("s/a/b/f"), "x");
                            Files.createSymbolicLink(top.resolve("s/l"), Path.of("a/b/f"));
                        },
                        top -> Files.writeString(top.resolve("d/a/b/f"), "y")),
                new Case("purged tree", "d/", fields("source", "s/", "recurse", true, "purge",
                        true), top -> Files.createDirectories(top.resolve("s/a/b")),
                        top -> {
                            Path more = Files.createDirectory(top.resolve("d/a/b/more"));
                            Files.createFile(more.resolve("f"));
                        }),
                new Case("source of a tree", "d/", fields("source", "s/", "recurse", true),
                        top -> Files.createDirectories(top.resolve("s/a/b")),
                        top -> Files.createTempFile(top.resolve("s/a/b"), "f", "")));
    }

    private static Object[] fields(Object... fields) {
        return fields;
    }

    @Before
    public void prepare() throws Exception {
        ((Case) given).prepare.run(scene.top);
    }

    @Override
    protected ResourceType type() {
        return scene.type;
    }

    @Override
    protected ResourceSpec spec() {
        Case wish = (Case) given;
        Object[] fields = wish.fields.clone();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals("source")) {
                fields[i + 1] = scene.top + "/" + fields[i + 1];
            }
        }
        return FileScene.spec(scene.top + "/" + wish.path, fields);
    }

    @Override
    protected Path scene() {
        return scene.top;
    }

    @Override
    protected void disturb() throws Exception {
        ((Case) given).disturb.run(scene.top);
    }
}
