// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class FileSetTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void ordersTheSentinelAfterAllOthers() {
        for (FileSet.Shape shape : FileSet.Shape.values()) {
            for (int count : new int[] {0, 1, 2, 10, 100}) {
                FileSet files = new FileSet(Path.of("/x/y"), count, shape, 1);
                Set<Integer> before = new HashSet<>();
                collect(files, count, before);
                // In layers a file that nobody depends on may remain; it is checked by verify.
                int least = shape == FileSet.Shape.DAG ? count / 2 : count;
                assertTrue(shape + " " + count + ": " + before, before.size() >= least);
            }
        }
    }

    @Test
    public void makesLayersWithThreeBeforeEach() {
        FileSet files = new FileSet(Path.of("/x/y"), 100, FileSet.Shape.DAG, 1);
        assertEquals(List.of(), files.before(9));
        assertEquals(List.of(0, 1, 2), files.before(10));
        assertEquals(List.of(89, 80, 81), files.before(99));
        assertEquals(10, files.before(100).size());
    }

    @Test
    public void writesAGraph() {
        StringWriter graph = new StringWriter();
        GraphFile.write(FileSet.flat(Path.of("/x/y"), 2, 7), graph);
        assertEquals("""
                graph: flat-2
                resources:
                  file:
                  - {name: f00000, path: "/x/y/f00000", content: "content of f00000\\n"}
                  - {name: f00001, path: "/x/y/f00001", content: "content of f00001\\n"}
                  - {name: sentinel, path: "/x/y-sentinel/sentinel", content: "round 000007\\n"}
                edges:
                - {name: f00000-sentinel, from: {kind: file, name: f00000}, to: {kind: file, name: sentinel}}
                - {name: f00001-sentinel, from: {kind: file, name: f00001}, to: {kind: file, name: sentinel}}
                """, graph.toString());
    }

    @Test
    public void writesAPolicyInTheSameOrder() {
        String policy = Policy.of(new FileSet(Path.of("/x/y"), 2, FileSet.Shape.CHAIN, 7));
        assertEquals("""
                body common control { bundlesequence => { "benchmark" }; }
                bundle agent benchmark
                {
                  files:
                    "/x/y/f00000" create => "true", content => "content of f00000$(const.n)", handle => "f00000";
                    "/x/y/f00001" create => "true", content => "content of f00001$(const.n)", depends_on => { "f00000" }, handle => "f00001";
                    "/x/y-sentinel/sentinel" create => "true", content => "round 000007$(const.n)", handle => "sentinel";
                }
                """, policy);
    }

    @Test
    public void findsAnyWrongFile() throws Exception {
        FileSet files = FileSet.flat(folder.getRoot().toPath().resolve("files"), 3, 1);
        files.clear();
        assertEquals("3 of 3 files in " + files.directory() + " are wrong",
                assertThrows(MeasureException.class, files::verify).getMessage());
        for (int i = 0; i < 3; i++) {
            Files.writeString(files.path(i), files.content(i));
        }
        files.verify();
        Files.writeString(files.path(1), "content of f0000?\n");
        assertThrows(MeasureException.class, files::verify);
    }

    private static void collect(FileSet files, int file, Set<Integer> before) {
        for (int earlier : files.before(file)) {
            if (before.add(earlier)) {
                collect(files, earlier, before);
            }
        }
    }
}
