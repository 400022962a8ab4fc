// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

/** Export and collect through etcd, alone and with a client of the same cluster. */
public class ExportIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Rule
    public final Agents agents = new Agents();

    private Path graph(String letter, boolean exports) throws IOException {
        Path directory = agents.directory().resolve("dir" + letter);
        return agents.file("graph" + letter + ".yaml", """
                graph: export
                resources:
                  file:
                  - name: dir
                    path: %1$s/
                %3$scollect:
                - kind: file
                  pattern: "%1$s/"
                """.formatted(directory, letter, exports ? """
                  - name: "@@shared%2$s"
                    path: %1$s/f%2$s
                    content: from %2$s
                """.formatted(directory, letter) : ""));
    }

    private String read(String directory, String file) {
        Path path = agents.directory().resolve(directory).resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path) : "(absent)";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    public void collectsItsOwnExportsAndThoseOfOthers() throws Exception {
        AgentProcess server = agents.start("h1", "--file", graph("A", true).toString());
        server.until(LONG, "collects its own", () -> read("dirA", "fA").equals("from A"));
        AgentProcess client = agents.start("h2", "--no-server", "--seeds", server.spec().clientUrl(),
                "--file", graph("B", true).toString());
        client.until(LONG, "collects the other's", () -> read("dirB", "fA").equals("from A"));
        server.until(LONG, "both ways", () -> read("dirA", "fB").equals("from B"));
        assertEquals("a client runs no etcd", 1, agents.etcds().size());
        assertFalse(agents.etcdctl("h1", "get", "--prefix", "/_mgmt/volunteers").out().contains("h2"));
    }

    @Test
    public void withdrawsWhatIsNoLongerExported() throws Exception {
        AgentProcess agent = agents.start("h1", "--file", graph("A", true).toString());
        agent.until(LONG, "is exported", () -> exported().contains("sharedA"));
        graph("A", false);
        agent.until(LONG, "is withdrawn", () -> !exported().contains("sharedA"));
    }

    private String exported() {
        try {
            return agents.etcdctl("h1", "get", "--prefix", "/_mgmt/exported").out();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
