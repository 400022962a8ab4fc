// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

/**
 * Random graphs in a random world: tasks end in any order, others write the same things, checks
 * fail, graphs are swapped in the middle of it, bundles go and come.
 */
public class ProgressPropertyTest {

    private static final int ROUNDS = 3_000;

    @Test
    public void keepsTheOrderAndEndsInStateAndASecondRunChangesNothing() {
        long first = Long.getLong("seed", System.nanoTime());
        int rounds = Long.getLong("seed") == null ? ROUNDS : 1;
        System.out.println("-Dseed=" + first + " and the " + rounds + " after it");
        for (long seed = first; seed < first + rounds; seed++) {
            try {
                round(new Random(seed), false);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    public void writesNothingWithNoop() {
        long first = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + first);
        for (long seed = first; seed < first + ROUNDS / 10; seed++) {
            round(new Random(seed), true);
        }
    }

    private static void round(Random random, boolean noop) {
        World world = new World(random, noop);
        Plan plan = Plan.random(random);
        world.adopt(plan);
        for (int step = 0; step < 150; step++) {
            switch (random.nextInt(20)) {
                case 0 -> world.disturb(plan);
                case 1 -> world.wake();
                case 2 -> {
                    if (random.nextInt(8) == 0) {
                        plan = plan.changed(random);
                        world.adopt(plan);
                    } else if (random.nextInt(8) == 0) {
                        world.bundleGoesAndComes();
                    }
                }
                default -> world.endOne();
            }
        }
        world.calm = true;
        world.drain();
        if (noop) {
            assertEquals("writes", 0, world.writes);
            assertTrue(world.progress.nodes().stream().allMatch(n ->
                    n.vertex().state() == VertexState.IN_STATE || n.vertex()
                            .state() == VertexState.NOOP));
            return;
        }
        for (Node node : world.progress.nodes()) {
            boolean own = node.spec().meta().noop();
            assertTrue(node.toString(), node.vertex().isReady());
            assertTrue(node + " is wrong", own || world.inState(node.spec()));
        }
        assertEquals("refreshes left", Set.of(), world.refreshDue);
        World again = new World(random, false);
        again.values.putAll(world.values);
        again.calm = true;
        again.adopt(plan);
        again.drain();
        assertEquals("changes of a second run", 0, again.writes);
    }

    private record Plan(List<ResourceSpec> specs, List<Edge> edges) {

        static Plan random(Random random) {
            List<ResourceSpec> specs = new ArrayList<>();
            List<Edge> edges = new ArrayList<>();
            int size = 1 + random.nextInt(9);
            for (int v = 0; v < size; v++) {
                if (random.nextInt(5) > 0) {
                    specs.add(spec(random, v));
                }
            }
            for (int to = 0; to < specs.size(); to++) {
                for (int from = 0; from < to; from++) {
                    if (random.nextInt(3) == 0) {
                        edges.add(new Edge("", specs.get(from).ref(), specs.get(to).ref(),
                                random.nextBoolean(), Position.NONE));
                    }
                }
            }
            return new Plan(specs, edges);
        }

        private static ResourceSpec spec(Random random, int number) {
            Meta meta = new Meta(random.nextInt(8) == 0, -1, Duration.ofMillis(500),
                    Duration.ofSeconds(random.nextInt(2)), true, true);
            return new ResourceSpec(new Ref("toy", "r" + number), meta,
                    Map.of("want", (long) random.nextInt(3)));
        }

        Plan changed(Random random) {
            Plan other = random(random);
            Map<Ref, ResourceSpec> old = new HashMap<>();
            specs.forEach(spec -> old.put(spec.ref(), spec));
            List<ResourceSpec> mixed = other.specs.stream()
                    .map(spec -> random.nextBoolean() ? old.getOrDefault(spec.ref(), spec) : spec)
                    .toList();
            return new Plan(mixed, other.edges);
        }
    }

    /** A host, as far as toys go: one number for each name. */
    private static final class World {

        private final Random random;
        private final boolean noop;
        private final Progress progress;
        private final Map<Ref, Long> values = new HashMap<>();
        private final List<Todo> tasks = new ArrayList<>();
        private final Map<Node, Long> seen = new HashMap<>();
        private final Set<Node> armed = new HashSet<>();
        private final Set<Node> timers = new HashSet<>();
        private final Set<Ref> refreshDue = new HashSet<>();
        private boolean calm;
        private int writes;

        World(Random random, boolean noop) {
            this.random = random;
            this.noop = noop;
            this.progress = new Progress(noop);
        }

        void adopt(Plan plan) {
            List<Todo> todos = new ArrayList<>();
            List<Node> fresh = progress.adopt(plan.specs, plan.edges, todos).fresh();
            take(todos);
            fresh.forEach(this::attach);
            Set<Ref> live = new HashSet<>();
            plan.specs.stream().filter(s -> !s.meta().noop()).forEach(s -> live.add(s.ref()));
            refreshDue.retainAll(live);
        }

        private void attach(Node node) {
            List<Todo> todos = new ArrayList<>();
            progress.attach(node, todos);
            take(todos);
        }

        void bundleGoesAndComes() {
            List<Node> half = progress.nodes().stream().filter(n -> random.nextBoolean()).toList();
            List<Todo> todos = new ArrayList<>();
            List<Node> renewed = progress.renew(half, todos);
            take(todos);
            renewed.forEach(this::attach);
        }

        boolean inState(ResourceSpec spec) {
            return spec.fields().get("want").equals(values.get(spec.ref()));
        }

        private void tell(Node node, VertexEvent event) {
            List<Todo> todos = new ArrayList<>();
            progress.on(node, event, todos);
            take(todos);
        }

        private void take(List<Todo> todos) {
            for (Todo todo : todos) {
                if (todo.action() instanceof Action.Wake) {
                    timers.add(todo.node());
                } else {
                    if (todo.action() instanceof Action.Run run) {
                        begin(todo.node(), run.refresh());
                    }
                    tasks.add(todo);
                }
            }
        }

        private void begin(Node node, boolean refresh) {
            assertTrue(node + " runs before its watch is armed", armed.contains(node));
            for (Todo other : tasks) {
                assertTrue(node + " runs twice at a time", !other.node().ref().equals(node.ref()));
            }
            for (Edge edge : progress.edges()) {
                if (edge.to().equals(node.ref())) {
                    Node before = progress.nodes().stream().filter(n -> n.ref().equals(edge.from()))
                            .findFirst().get();
                    assertTrue(node + " runs before " + before,
                            before.vertex().meta().noop() || inState(before.spec()));
                }
            }
            assertTrue(node + " is not refreshed", refresh || !refreshDue.contains(node.ref()));
            seen.put(node, values.get(node.ref()));
        }

        void endOne() {
            if (!tasks.isEmpty()) {
                end(tasks.remove(random.nextInt(tasks.size())));
            }
        }

        private void end(Todo todo) {
            Node node = todo.node();
            boolean fails = !calm && random.nextInt(5) == 0;
            if (todo.action() instanceof Action.Close) {
                armed.remove(node);
                timers.remove(node);
                tell(node, new VertexEvent.Closed());
            } else if (todo.action() instanceof Action.Arm) {
                if (!fails) {
                    armed.add(node);
                }
                tell(node, fails ? new VertexEvent.Unarmed("no watch left")
                        : new VertexEvent.Armed());
            } else {
                run(node, ((Action.Run) todo.action()).refresh(), fails);
            }
        }

        private void run(Node node, boolean refresh, boolean fails) {
            Long want = (Long) node.spec().fields().get("want");
            boolean differs = !want.equals(seen.remove(node));
            if (fails) {
                tell(node, new VertexEvent.Failed("it broke", false));
            } else if (node.vertex().meta().noop()) {
                tell(node, differs ? new VertexEvent.Drifted("value") : new VertexEvent.Settled());
            } else if (differs || refresh) {
                if (differs) {
                    write(node.ref(), want);
                }
                refreshDue.remove(refresh ? node.ref() : null);
                noteRefreshes(node);
                tell(node, new VertexEvent.Applied());
            } else {
                tell(node, new VertexEvent.Settled());
            }
        }

        private void noteRefreshes(Node node) {
            for (Edge edge : progress.edges()) {
                boolean counts = progress.nodes().contains(node) && edge.notifies();
                if (counts && edge.from().equals(node.ref())) {
                    progress.nodes().stream().filter(n -> n.ref().equals(edge.to()) && !n.vertex()
                            .meta().noop())
                            .forEach(n -> refreshDue.add(n.ref()));
                }
            }
        }

        private void write(Ref ref, Long value) {
            writes++;
            set(ref, value);
        }

        /** Something else writes. */
        void disturb(Plan plan) {
            if (!plan.specs.isEmpty()) {
                set(plan.specs.get(random.nextInt(plan.specs.size())).ref(),
                        (long) random.nextInt(3));
            }
        }

        private void set(Ref ref, Long value) {
            values.put(ref, value);
            for (Node node : new ArrayList<>(armed)) {
                if (node.ref().equals(ref)) {
                    tell(node, new VertexEvent.Changed());
                }
            }
        }

        void wake() {
            if (!timers.isEmpty()) {
                Node node = new ArrayList<>(timers).get(random.nextInt(timers.size()));
                timers.remove(node);
                tell(node, new VertexEvent.Woken());
            }
        }

        /** Until nothing is to be done; a poll is no work of its own. */
        void drain() {
            for (int step = 0; !progress.isQuiet() || !tasks.isEmpty(); step++) {
                assertTrue("it never ends", step < 5_000);
                endOne();
                timers.removeIf(node -> {
                    boolean resting = node.vertex().resting();
                    if (resting) {
                        List<Todo> todos = new ArrayList<>();
                        progress.on(node, new VertexEvent.Woken(), todos);
                        todos.forEach(this::later);
                    }
                    return resting;
                });
                List<Todo> due = new ArrayList<>(deferred);
                deferred.clear();
                take(due);
            }
            assertEquals(0, progress.running());
            assertEquals(0, progress.closing());
        }

        private final List<Todo> deferred = new ArrayList<>();

        private void later(Todo todo) {
            deferred.add(todo);
        }
    }
}
