// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static io.mgmt.core.graph.Toy.edge;
import static io.mgmt.core.graph.Toy.file;
import static io.mgmt.core.graph.Toy.spec;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Position;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Test;

public class ProgressTest {

    private final Progress progress = new Progress(false);
    private final List<Todo> todos = new ArrayList<>();

    private void adopt(List<ResourceSpec> specs, Edge... edges) {
        progress.adopt(specs, List.of(edges), todos).fresh()
                .forEach(node -> progress.attach(node, todos));
    }

    private Node node(String name) {
        return progress.nodes().stream().filter(n -> n.ref().equals(file(name))).findFirst()
                .orElseThrow();
    }

    /** Does everything that is asked for, one by one, with the given outcome of a run. */
    private List<String> drain(Function<Node, VertexEvent> outcome) {
        List<String> log = new ArrayList<>();
        while (!todos.isEmpty()) {
            Todo todo = todos.remove(0);
            Node node = todo.node();
            if (todo.action() instanceof Action.Arm) {
                progress.on(node, new VertexEvent.Armed(), todos);
            } else if (todo.action() instanceof Action.Run run) {
                log.add((run.refresh() ? "refresh " : "run ") + node.ref().name());
                progress.on(node, outcome.apply(node), todos);
            } else if (todo.action() instanceof Action.Close) {
                log.add("close " + node.ref().name());
                progress.on(node, new VertexEvent.Closed(), todos);
            }
        }
        return log;
    }

    private List<String> settle() {
        return drain(node -> new VertexEvent.Settled());
    }

    private static VertexEvent fail() {
        return new VertexEvent.Failed("no space left", false);
    }

    @Test
    public void runsInTheOrderOfTheEdges() {
        adopt(List.of(spec("c", 1), spec("b", 1), spec("a", 1)), edge("a", "b"), edge("b", "c"));
        assertEquals(List.of("run a", "run b", "run c"), settle());
        assertTrue(progress.isQuiet());
    }

    @Test
    public void aFailureStopsItsSuccessorsOnly() {
        adopt(List.of(spec("a", 1), spec("b", 1), spec("c", 1), spec("d", 1)), edge("a", "b"),
                edge("b", "c"));
        assertEquals(List.of("run a", "run d"),
                drain(node -> node == node("a") ? fail() : new VertexEvent.Settled()));
        assertEquals(VertexState.FAILED, node("a").vertex().state());
        assertEquals("no space left", node("a").reason());
        assertEquals("waits for file[a], which failed", node("b").reason());
        assertEquals("waits for file[b]", node("c").reason());
        assertEquals(VertexState.IN_STATE, node("d").vertex().state());
        assertTrue("nothing more will happen", progress.isQuiet());
    }

    @Test
    public void aChangePokesSuccessorsAndANotifyEdgeRefreshesThem() {
        Edge notify = new Edge("n", file("a"), file("c"), true, Position.NONE);
        adopt(List.of(spec("a", 1), spec("b", 1), spec("c", 1)), edge("a", "b"), notify);
        settle();
        progress.on(node("a"), new VertexEvent.Changed(), todos);
        assertEquals("no change, no poke", List.of("run a"), settle());
        progress.on(node("a"), new VertexEvent.Changed(), todos);
        assertEquals(List.of("run a", "run b", "refresh c"),
                drain(node -> node == node("b") ? new VertexEvent.Settled()
                : new VertexEvent.Applied()));
        assertEquals(1, node("a").changes());
    }

    @Test
    public void leavesUntouchedVerticesAlone() {
        adopt(List.of(spec("a", 1), spec("b", 1), spec("c", 1)), edge("a", "b"));
        settle();
        Node kept = node("a");
        adopt(List.of(spec("a", 1), spec("c", 2), spec("d", 1)), edge("d", "a"), edge("a", "c"));
        assertEquals(List.of("close b", "close c", "run d", "run c"), settle());
        assertEquals(kept, node("a"));
    }

    @Test
    public void aReplacedVertexWaitsForTheEndOfEveryFormerOne() {
        adopt(List.of(spec("a", 1)));
        Node first = todos.get(0).node();
        progress.on(first, new VertexEvent.Armed(), todos);
        todos.clear();
        adopt(List.of(spec("a", 2)));
        adopt(List.of(spec("a", 3)));
        assertEquals("waits until its former version has ended", node("a").reason());
        assertEquals("the second one never began", List.of("close a"), settle());
        assertEquals(VertexState.WAITING, node("a").vertex().state());
        progress.on(first, new VertexEvent.Applied(), todos);
        assertEquals(List.of("close a", "run a"), settle());
    }

    @Test
    public void aVertexWaitsForItsBundleAndGoesOnWhenItIsBack() {
        adopt(List.of(spec("a", 1), spec("b", 1)), edge("a", "b"));
        settle();
        Node waiting = progress.renew(List.of(node("a")), todos).get(0);
        progress.explain(waiting, "no bundle provides the kind file");
        settle();
        assertEquals(VertexState.WAITING, node("a").vertex().state());
        assertEquals("no bundle provides the kind file", node("a").reason());
        progress.on(node("b"), new VertexEvent.Changed(), todos);
        assertEquals(List.of(), settle());
        assertEquals("waits for file[a]", node("b").reason());
        progress.attach(progress.renew(List.of(waiting), todos).get(0), todos);
        assertEquals(List.of("close a", "run a", "run b"), settle());
    }

    @Test
    public void showsAVertexThatItsKindDoesNotTakeAsFailed() {
        List<Node> fresh = progress.adopt(List.of(spec("a", 1), spec("b", 1)),
                List.of(edge("a", "b")), todos).fresh();
        progress.reject(fresh.get(0), "mode is \"9\"");
        progress.attach(fresh.get(1), todos);
        assertEquals(VertexState.FAILED, node("a").vertex().state());
        assertEquals("mode is \"9\"", node("a").reason());
        assertEquals("waits for file[a], which failed", node("b").reason());
        assertTrue(progress.isQuiet());
    }

    @Test
    public void beginsNothingMoreOnceHalted() {
        adopt(List.of(spec("a", 1), spec("b", 1)), edge("a", "b"));
        Node a = todos.remove(0).node();
        progress.on(a, new VertexEvent.Armed(), todos);
        todos.clear();
        progress.halt(todos);
        assertEquals(1, progress.running());
        progress.on(a, new VertexEvent.Applied(), todos);
        assertEquals(0, progress.running());
        assertEquals(List.of(), todos);
        assertEquals("is not started any more", node("b").reason());
        assertTrue(progress.isQuiet());
    }

    @Test
    public void noopOfTheAgentHoldsForEveryVertex() {
        Progress dry = new Progress(true);
        Node node = dry.adopt(List.of(spec("a", 1)), List.of(), todos).fresh().get(0);
        assertTrue(node.vertex().meta().noop());
        assertFalse(node.spec().meta().noop());
    }

    /**
     * An event must cost as much as its vertex has neighbours, and adopting as much as the graph is
     * long.
     */
    @Test(timeout = 60_000)
    public void isQuickForManyVertices() {
        List<ResourceSpec> specs = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int v = 0; v < 50_000; v++) {
            specs.add(spec("f" + v, 1));
            if (v > 0) {
                edges.add(edge("f" + (v - 1), "f" + v));
            }
        }
        progress.adopt(specs, edges, todos).fresh().forEach(node -> progress.attach(node, todos));
        int runs = 0;
        for (int next = 0; next < todos.size(); next++) {
            Node node = todos.get(next).node();
            if (todos.get(next).action() instanceof Action.Arm) {
                progress.on(node, new VertexEvent.Armed(), todos);
            } else {
                runs++;
                progress.on(node, new VertexEvent.Settled(), todos);
            }
        }
        assertEquals(50_000, runs);
        todos.clear();
        progress.renew(List.copyOf(progress.nodes()), todos);
        Map<VertexState, Long> states = progress.nodes().stream()
                .collect(Collectors.groupingBy(n -> n.vertex().state(), Collectors.counting()));
        assertEquals(Map.of(VertexState.WAITING, 50_000L), states);
    }
}
