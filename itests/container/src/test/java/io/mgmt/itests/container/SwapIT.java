// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.Membership;
import io.mgmt.graph.RunningGraph;
import io.mgmt.graph.VertexState;
import io.mgmt.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/**
 * Every bundle that can be replaced is stopped and started, and replaced by another copy, while a graph runs
 * and a client writes to etcd. The commands of the graph tell how often they ran.
 */
public final class SwapIT {

    @Rule
    public final OwnFelix own = new OwnFelix();

    private Path file;
    private Path ran;
    private Path refreshed;

    @Before
    public void start() throws Exception {
        file = own.work().resolve("kept");
        ran = own.work().resolve("ran");
        refreshed = own.work().resolve("refreshed");
        own.start(graph("kept"));
        own.felix().awaitVertex("exec", VertexState.IN_STATE);
        own.felix().service(Store.class);
    }

    /** A file, a command without a guard, and one that the file notifies. */
    private String graph(String content) {
        return """
                graph: swapped
                resources:
                  file:
                  - name: kept
                    path: %s
                    content: %s
                  - name: still
                    path: %s
                    content: still
                  exec:
                  - name: once
                    shell: /bin/sh
                    cmd: echo ran >> %s
                  - name: told
                    shell: /bin/sh
                    cmd: echo told >> %s
                  print:
                  - name: printed
                edges:
                - name: e1
                  from: {kind: file, name: still}
                  to: {kind: exec, name: told}
                  notify: true
                """.formatted(file, content, own.work().resolve("still"), ran, refreshed);
    }

    private static int lines(Path path) throws IOException {
        return Files.exists(path) ? Files.readAllLines(path).size() : 0;
    }

    private void awaitFile(String content) {
        eventually(Felix.SOON, file + " is \"" + content + "\"", () -> {
            try {
                return Files.exists(file) && Files.readString(file).equals(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The graph works, and nothing was done twice. */
    private void assertGoesOn() throws IOException {
        eventually(Felix.SOON, "all are in state", () -> own.felix().find(RunningGraph.class)
                .map(RunningGraph::report)
                .filter(report -> report.vertices().size() == 5 && report.converged()
                        && report.vertices().stream().allMatch(v -> v.state() == VertexState.IN_STATE))
                .isPresent());
        Files.deleteIfExists(file);
        awaitFile("kept");
        assertEquals("ran", 1, lines(ran));
        assertEquals("told", 1, lines(refreshed));
    }

    private void swap(String symbolicName) throws Exception {
        own.felix().stop(symbolicName);
        own.felix().start(symbolicName);
        assertGoesOn();
        own.replace(symbolicName);
        assertGoesOn();
    }

    @Test
    public void kindsAndTheWatchOfFilesAreReplacedAndNothingIsAppliedTwice() throws Exception {
        for (String name : List.of("resource.file", "resource.exec", "resource.basic", "file.watch")) {
            swap("io.mgmt." + name);
        }
    }

    @Test
    public void theEngineIsReplacedAndNothingIsAppliedTwice() throws Exception {
        swap("io.mgmt.engine");
    }

    /** What reads the file is not what runs the graph. */
    @Test
    public void aChangeOfTheGraphWaitsForWhatReadsIt() throws Exception {
        swap("io.mgmt.yaml");
        own.felix().stop("io.mgmt.yaml");
        Files.writeString(own.work().resolve("graph.yaml"), graph("other"));
        Files.delete(file);
        awaitFile("kept");
        own.felix().start("io.mgmt.yaml");
        awaitFile("other");
        assertEquals(1, lines(ran));
    }

    @Test
    public void theClusterIsRunByOtherBundlesAndEtcdGoesOn() throws Exception {
        long etcd = own.etcdPid();
        try (Load load = new Load(own.clientUrl(), file)) {
            for (String name : List.of("etcd.server", "etcd.client", "membership", "sizing.fixed", "shell")) {
                own.felix().stop("io.mgmt." + name);
                own.felix().start("io.mgmt." + name);
                assertLeads();
                own.replace("io.mgmt." + name);
                assertLeads();
                assertEquals(name, etcd, own.etcdPid());
            }
            int written = load.nothingIsLost();
            assertTrue("only " + written, written > 50);
        }
        assertGoesOn();
        assertEquals(1, Processes.of(own.work()).size());
    }

    /** The host has a place in the cluster, decides, and says so in the store. */
    private void assertLeads() {
        own.felix().service(Store.class);
        eventually(Felix.SOON, "the host leads and knows why it does nothing", () -> own.felix().find(Membership.class)
                .map(Membership::report).map(Object::toString)
                .filter(report -> report.contains("there is no spare")).isPresent());
    }
}
