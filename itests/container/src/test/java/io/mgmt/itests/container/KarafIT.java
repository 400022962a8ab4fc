// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The feature in a running Karaf: a guest that works there, disturbs nobody, and leaves nothing behind. */
public final class KarafIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path work;
    private Karaf karaf;

    @Before
    public void configureAndStart() throws IOException, InterruptedException {
        work = folder.getRoot().toPath();
        karaf = new Karaf(Files.createDirectory(work.resolve("karaf")));
        List<Integer> ports = Ports.free(2);
        karaf.configure("io.mgmt.host", Map.of("hostname", "k1", "prefix", work.resolve("state").toString()));
        karaf.configure("io.mgmt.engine", Map.of("file", graph().toString()));
        karaf.configure("io.mgmt.etcd.server", Map.of("etcd", Distribution.etcd().toString()));
        karaf.configure("io.mgmt.membership", Map.of("clientUrls", "http://127.0.0.1:" + ports.get(0),
                "serverUrls", "http://127.0.0.1:" + ports.get(1)));
        karaf.start();
    }

    private Path graph() throws IOException {
        return Files.writeString(work.resolve("graph.yaml"), """
                graph: guest
                resources:
                  file:
                  - name: made
                    path: %s
                    content: by a guest
                """.formatted(work.resolve("made")));
    }

    @After
    public void end() {
        karaf.close();
        Processes.end(work);
    }

    @Test
    public void isAGuestThatWorksAndLeavesNothingBehind() throws IOException {
        try {
            visit();
        } catch (Throwable failure) {
            System.err.println(karaf.printed() + karaf.log());
            throw failure;
        }
    }

    private void visit() throws IOException {
        List<String> before = karaf.bundles();
        assertTrue(before.toString(), before.size() > 20);

        karaf.run("feature:repo-add " + Distribution.KARAF_FEATURES.toUri());
        karaf.run("feature:install mgmt");
        eventually(SOON, "the file of the graph", () -> Files.exists(work.resolve("made")));
        assertEquals("by a guest", Files.readString(work.resolve("made")));
        eventually(SOON, "a cluster of its own", () -> karaf.run("mgmt:status").contains("cluster    voter"));
        eventually(SOON, "its keys", () -> karaf.run("mgmt:etcdctl get --prefix /_mgmt/volunteers")
                .contains("/_mgmt/volunteers/k1"));

        List<String> during = karaf.bundles();
        assertEquals(before, during.subList(0, before.size()));
        assertEquals(List.of(), during.stream().filter(bundle -> bundle.contains("io.mgmt"))
                .filter(bundle -> !bundle.contains("Active")).toList());
        assertEquals("nobody was disturbed", List.of(),
                karaf.log().lines().filter(line -> line.contains("Refreshing bundles")).toList());

        karaf.run("feature:uninstall mgmt");
        assertEquals(before, karaf.bundles());
        String threads = karaf.threads();
        assertTrue(threads, threads.contains("\"main\""));
        assertEquals(List.of(), threads.lines().filter(line -> line.matches("\"(mgmt|etcd-client|grpc).*")).toList());
        assertEquals("etcd serves on", 1, Processes.of(work.resolve("state")).size());
        assertEquals(List.of(), karaf.log().lines().filter(line -> line.contains("| ERROR |")).toList());
    }
}
