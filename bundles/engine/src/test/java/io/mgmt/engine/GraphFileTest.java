// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.testkit.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class GraphFileTest {

    private final ManualTimers timers = new ManualTimers();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Loading> loadings = new ArrayList<>();
    private int reads;
    private GraphFile file = file(() -> Graph.EMPTY);

    private interface Source {
        Graph read() throws IOException;
    }

    private GraphFile file(Source source) {
        GraphReader reader = path -> {
            reads++;
            return source.read();
        };
        return new GraphFile(new GraphLoader(Path.of("g.yaml"), () -> Optional.of(reader), new Kinds()), timers, tasks::add, loadings::add);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
    }

    @Test
    public void isReadOnceItWasQuiet() {
        file.ring();
        timers.advance(Duration.ofMillis(49));
        file.ring();
        timers.advance(Duration.ofMillis(50));
        assertEquals("rung within the last 50 ms", List.of(), tasks);
        timers.advance(Duration.ofMillis(1));
        runTasks();
        assertEquals(1, reads);
        assertEquals(1, loadings.size());
    }

    @Test
    public void isReadAfterASecondEvenIfItNeverIsQuiet() {
        for (int i = 0; i < 99; i++) {
            file.ring();
            timers.advance(Duration.ofMillis(10));
        }
        assertEquals(List.of(), tasks);
        file.ring();
        timers.advance(Duration.ofMillis(10));
        assertEquals(1, tasks.size());
    }

    @Test
    public void isReadAgainIfItRingsWhileItIsRead() {
        file = file(() -> {
            if (reads == 1) {
                file.ring();
                timers.advance(GraphFile.QUIET);
            }
            return Graph.EMPTY;
        });
        file.load();
        assertEquals(1, tasks.size());
        runTasks();
        assertEquals(2, reads);
        file.loadNow();
        runTasks();
        assertEquals(3, reads);
    }

    @Test
    public void isNotReadAfterTheEnd() {
        file.ring();
        file.close();
        file.ring();
        file.load();
        timers.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), tasks);
    }

    @Test
    public void aFileThatCannotBeReadIsAProblem() {
        file = file(() -> {
            throw new IOException("Input/output error");
        });
        file.loadNow();
        assertEquals("g.yaml: the file cannot be read: Input/output error\n"
                + "  Check the path, the permissions and the disk.",
                ((Loading.Broken) loadings.get(0)).text());
    }

    /** A defect of a reader must not end the watch on the file. */
    @Test
    public void isReadAgainAfterADefect() {
        file = file(() -> {
            if (reads == 1) {
                throw new IllegalStateException("a defect");
            }
            return Graph.EMPTY;
        });
        file.load();
        runTasks();
        file.load();
        runTasks();
        assertTrue(loadings.get(0) instanceof Loading.Loaded);
    }
}
