// SPDX-License-Identifier: Apache-2.0
package com.example.resource.line;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.file.watch.NioFileWatch;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.testkit.PlainContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class LineTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final PlainContext context = new PlainContext();

    @Test
    public void keepsWhatTheFileHasAndEndsItsLastLine() throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("hosts"), "127.0.0.1 localhost");
        for (Change change : line(Map.of("path", file.toString(), "line", "10.0.0.7 db")).check(context)) {
            change.apply(context);
        }
        assertEquals("127.0.0.1 localhost\n10.0.0.7 db\n", Files.readString(file));
    }

    @Test
    public void namesTheFieldThatIsWrong() {
        assertEquals("path", field(Map.of("line", "a")));
        assertEquals("path", field(Map.of("path", "etc/hosts", "line", "a")));
        assertEquals("line", field(Map.of("path", "/etc/hosts")));
        assertEquals("line", field(Map.of("path", "/etc/hosts", "line", "a\nb")));
        assertEquals("lines", field(Map.of("path", "/etc/hosts", "lines", "a")));
    }

    private static String field(Map<String, Object> fields) {
        return assertThrows(InvalidResourceException.class, () -> line(fields)).field();
    }

    private static Resource line(Map<String, Object> fields) throws InvalidResourceException {
        return new LineType(new NioFileWatch()).create(new ResourceSpec(new Ref("line", "x"), Meta.DEFAULT, fields));
    }
}
