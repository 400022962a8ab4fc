// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.engine.Stage.SOON;
import static io.mgmt.engine.Stage.plan;
import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.graph.Graph;
import io.mgmt.graph.VertexState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** What people see of the running graph. */
public class DrawingTest {

    @Rule
    public final Stage stage = new Stage();

    private Engine started(Graph graph) {
        Engine engine = stage.file(graph).start();
        stage.untilConverged();
        return engine;
    }

    @Test
    public void theRunningGraphIsDrawnWithItsEdges() throws IOException {
        Engine engine = started(plan().toys("a=1", "b=1").notifies("a", "b").graph());
        assertEquals("""
                digraph "g" {
                    "toy[a]";
                    "toy[b]";
                    "toy[a]" -> "toy[b]" [label="", style=bold];
                }
                """, engine.drawing().dot());
        Map<String, Object> json = JSON.std.mapFrom(engine.drawing().json());
        assertEquals("g", json.get("name"));
        assertEquals(List.of(Map.of("kind", "toy", "name", "a", "state", "in state"),
                Map.of("kind", "toy", "name", "b", "state", "in state")), json.get("vertices"));
        assertEquals(List.of(Map.of("name", "", "from", Map.of("kind", "toy", "name", "a"),
                "to", Map.of("kind", "toy", "name", "b"), "notify", true)), json.get("edges"));
    }

    @Test
    public void aVertexSaysSinceWhenItIsInItsState() {
        started(plan().toys("a=1", "b=1").graph());
        long before = stage.vertex("a").sinceMillis();
        stage.timers.advance(Duration.ofSeconds(5));
        assertEquals("nothing happened", before, stage.vertex("a").sinceMillis());
        stage.world.disturb("a", "broken");
        eventually(SOON, "repaired", () -> stage.vertex("a").changes() == 2
                && stage.vertex("a").state() == VertexState.IN_STATE);
        assertEquals(before + 5_000, stage.vertex("a").sinceMillis());
        assertEquals(before, stage.vertex("b").sinceMillis());
    }

    @Test
    public void withoutAFileThereMustBeAGraphThatRuns() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertEquals(1, new GraphCommand(new OfflineLoader(file -> Graph.EMPTY)).run(List.of("--json"), to, to));
        assertEquals("No graph runs here.\n  Name a graph file.\n", err.toString(StandardCharsets.UTF_8));
    }
}
