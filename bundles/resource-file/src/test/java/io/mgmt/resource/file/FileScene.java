// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.file.watch.NioFileWatch;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import io.mgmt.testkit.PlainContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.rules.TemporaryFolder;

/** A directory and a kind, for tests of file resources. */
final class FileScene extends TemporaryFolder {

    final PlainContext context = new PlainContext();
    NioFileWatch watch;
    FileType type;
    Path top;

    @Override
    protected void before() throws Throwable {
        super.before();
        top = newFolder("top").toPath();
        watch = new NioFileWatch();
        type = new FileType(watch);
    }

    @Override
    protected void after() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            super.after();
        }
    }

    /** Field, value, field, value … */
    static ResourceSpec spec(String name, Object... fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put((String) fields[i], fields[i + 1]);
        }
        return new ResourceSpec(new Ref("file", name), Meta.DEFAULT, map);
    }

    Resource file(Object path, Object... fields) throws InvalidResourceException {
        return type.create(spec(path.toString(), fields));
    }

    List<String> check(Resource resource) throws ResourceException {
        return resource.check(context).stream().map(Change::summary).toList();
    }

    void apply(Resource resource) throws ResourceException {
        for (Change change : resource.check(context)) {
            change.apply(context);
        }
    }

    /** Applies, and sees to it that nothing is left to be done and no temporary file stays. */
    void reach(Resource resource) throws Exception {
        apply(resource);
        assertEquals(List.of(), check(resource));
        assertEquals(List.of(), temporaries());
    }

    List<Path> temporaries() throws IOException {
        try (var all = Files.walk(top)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".mgmt-")).toList();
        }
    }

    String failure(Resource resource) {
        return assertThrows(ResourceException.class, () -> apply(resource)).getMessage();
    }

    static String mode(Path path) throws IOException {
        return Mode.text((Integer) Files.getAttribute(path, "unix:mode",
                LinkOption.NOFOLLOW_LINKS) & 07777);
    }

    static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
