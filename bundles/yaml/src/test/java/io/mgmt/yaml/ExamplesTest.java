// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

public class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../../examples");

    @Test
    public void everyExampleIsAGraphNamedAsItsFile() throws Exception {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(EXAMPLES, "*.yaml")) {
            for (Path file : files) {
                Graph graph = new YamlGraphReader().read(file);
                assertEquals(file.getFileName().toString(), graph.name() + ".yaml");
                assertFalse(file + " has no resources", graph.resources().isEmpty());
                names.add(graph.name());
            }
        }
        assertTrue(names.toString(), names.containsAll(
                List.of("graph0", "etcd1a", "etcd1b", "etcd1c", "etcd1d")));
    }

    @Test
    public void theFourHostsExportOneFileEachAndCollectIntoTheirOwnDirectory() throws Exception {
        for (String host : List.of("a", "b", "c", "d")) {
            Graph graph = new YamlGraphReader().read(EXAMPLES.resolve("etcd1" + host + ".yaml"));
            String directory = "/tmp/mgmt" + host.toUpperCase(Locale.ROOT) + "/";
            assertEquals(List.of(directory, directory + "f1" + host),
                    graph.resources().stream().map(r -> r.fields().get("path")).toList());
            assertEquals("file2" + host, graph.exported().get(0).ref().name());
            assertEquals("exported from host " + host + "\n",
                    graph.exported().get(0).fields().get("content"));
            assertEquals(directory, graph.collects().get(0).pattern());
        }
    }
}
