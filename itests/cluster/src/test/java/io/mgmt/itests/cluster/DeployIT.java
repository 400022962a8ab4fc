// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** The directory {@code deploy/} of an agent that a user started. */
public final class DeployIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Rule
    public final Agents agents = new Agents();

    private static Path shipped(String name) {
        return Agents.command().resolveSibling("../bundles").resolve(name + ".jar");
    }

    private Path graph() throws IOException {
        return agents.file("graph.yaml", """
                graph: test
                resources:
                  exec:
                  - name: once
                    shell: /bin/sh
                    cmd: echo ran >> %s
                """.formatted(agents.directory().resolve("ran")));
    }

    private static List<String> lines(AgentProcess agent, String text) {
        return agent.printed().lines().filter(line -> line.contains(text)).toList();
    }

    /** What is in the directory when the agent starts takes its place from the beginning: nothing runs twice. */
    @Test
    public void whatWasDeployedBeforeStartsInThePlaceOfWhatShips() throws Exception {
        Path deploy = Files.createDirectories(agents.state("h1").resolve("deploy"));
        for (String name : List.of("io.mgmt.engine", "io.mgmt.yaml", "io.mgmt.etcd.client")) {
            Files.copy(shipped(name), deploy.resolve(name + ".jar"));
        }
        AgentProcess agent = agents.start("h1", "--file", graph().toString(), "--no-server", "--seeds",
                "http://127.0.0.1:1");
        agent.prints("converged: graph=\"test\"").prints("deployed: file=io.mgmt.yaml.jar");
        String printed = agent.printed();
        assertTrue(printed, printed.indexOf("deployed: file=io.mgmt.engine.jar") < printed.indexOf("graph: name=\"test\""));
        assertEquals(printed, 3, lines(agent, "deployed: file=").size());
        assertEquals(printed, 1, lines(agent, "graph: name=\"test\"").size());
        Files.delete(deploy.resolve("io.mgmt.engine.jar"));
        agent.prints("withdrew: file=io.mgmt.engine.jar bundle=\"io.mgmt.engine");
        agent.prints("back=\"io.mgmt.engine");
        agent.until(LONG, "the graph runs in the engine that shipped",
                () -> lines(agent, "converged: graph=\"test\"").size() == 2);
        assertEquals(List.of("ran"), Files.readAllLines(agents.directory().resolve("ran")));
        assertEquals(List.of(), lines(agent, "ERROR"));
        agent.signal("TERM");
        assertEquals(0, agent.exitCode(LONG));
    }

    @Test
    public void aTemporaryStateDirectoryTakesBundlesToo() throws Exception {
        AgentProcess agent = agents.start("h1", "--tmp-prefix", "--no-server", "--seeds", "http://127.0.0.1:1");
        agent.prints("h1 is temporary: state=");
        String line = lines(agent, "h1 is temporary: state=").get(0);
        Path state = Path.of(line.replaceAll(".* state=(\\S+) .*", "$1"));
        agent.until(LONG, "the directory is there", () -> Files.isDirectory(state.resolve("deploy")));
        Files.move(agents.file("broken.jar", "no jar"), state.resolve("deploy/broken.jar"));
        agent.prints("ERROR h1 cannot deploy: file=broken.jar reason=\"it is no jar, or only a part of one: ");
        agent.signal("TERM");
        assertEquals(0, agent.exitCode(LONG));
        assertTrue("nothing is left", Files.notExists(state));
        assertEquals(agent.printed(), 1, lines(agent, "ERROR").size());
    }
}
