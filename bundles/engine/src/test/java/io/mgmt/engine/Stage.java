// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Agent;
import io.mgmt.graph.Collect;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.ResourceType;
import io.mgmt.resource.Watch;
import io.mgmt.testkit.ManualTimers;
import io.mgmt.testkit.PlainMemory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;

/**
 * An engine with everything around it made by hand: a toy world, a graph in memory, manual time.
 */
final class Stage extends ExternalResource {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final Path FILE = Path.of("g.yaml");

    final ToyWorld world = new ToyWorld();
    final ManualTimers timers = new ManualTimers();
    final PlainMemory memory = new PlainMemory();
    final List<String> ends = new CopyOnWriteArrayList<>();
    private final Map<Path, Runnable> bells = new HashMap<>();
    private volatile Graph graph = Graph.EMPTY;
    private volatile Problem problem;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private PrintStream err;
    private boolean hasAgent;
    private boolean noop;
    private boolean noWatch;
    private Optional<Duration> convergedAfter = Optional.empty();
    private Optional<Duration> endsAfter = Optional.empty();
    private Optional<Path> graphviz = Optional.empty();
    private Engine engine;

    @Override
    protected void before() {
        err = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @Override
    protected void after() {
        if (engine != null) {
            engine.close();
        }
        System.setErr(err);
    }

    Stage agent() {
        hasAgent = true;
        return this;
    }

    Stage noop() {
        noop = true;
        return this;
    }

    Stage noWatch() {
        noWatch = true;
        return this;
    }

    Stage convergedAfter(int seconds) {
        convergedAfter = Optional.of(Duration.ofSeconds(seconds));
        return this;
    }

    Stage endsAfter(int seconds) {
        endsAfter = Optional.of(Duration.ofSeconds(seconds));
        return this;
    }

    Stage graphviz(Path file) {
        graphviz = Optional.of(file);
        return this;
    }

    /** What the file says from now on. */
    Stage file(Graph next) {
        problem = null;
        graph = next;
        return this;
    }

    Stage brokenFile(String message) {
        problem = new Problem(new Position("g.yaml", 3, 1), message, "Mend it.");
        return this;
    }

    /** An engine with the file and no kind yet; not activated. */
    Engine assemble() {
        return assemble(file -> {
            Problem wrong = problem;
            if (wrong != null) {
                throw new InvalidGraphException(List.of(wrong));
            }
            return graph;
        }, FILE);
    }

    Engine assemble(GraphReader reader, Path file) {
        Settings settings = new Settings(Optional.of(file), noop, !noWatch, convergedAfter,
                endsAfter, graphviz);
        engine = new Engine(settings, timers, memory, "h1");
        engine.setReader(reader);
        engine.setFileWatch(new Bells());
        if (hasAgent) {
            Agent agent = (exitCode, message) -> ends.add(exitCode + " " + message);
            engine.setAgent(agent);
        }
        return engine;
    }

    /** Another engine in the place of the one that has ended, in the same agent. */
    Engine replaceEngine() {
        engine.close();
        return start();
    }

    Engine start() {
        assemble();
        bring("toy", world);
        engine.activate();
        return engine;
    }

    void bring(String kind, ResourceType type) {
        engine.addKind(type, Map.of(ResourceType.KIND, kind, "service.id", 1L));
    }

    /** The graph file has changed, and is quiet again. */
    void ringFile() {
        bells.values().forEach(Runnable::run);
        timers.advance(GraphFile.QUIET);
    }

    boolean watchesFile() {
        return !bells.isEmpty();
    }

    GraphReport report() {
        return engine.report();
    }

    GraphReport.Vertex vertex(String name) {
        return report().vertices().stream().filter(v -> v.ref().name().equals(name)).findFirst()
                .orElseThrow();
    }

    void until(String name, VertexState state) {
        eventually(SOON, name + " is " + state, () -> report().vertices().stream()
                .anyMatch(v -> v.ref().name().equals(name) && v.state() == state));
    }

    void untilConverged() {
        eventually(SOON, "converged", () -> report().converged());
    }

    /** The lines of the log that contain the text. */
    List<String> logged(String text) {
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(text))
                .toList();
    }

    void assertLogged(String text) {
        assertTrue(text + " in\n" + log.toString(StandardCharsets.UTF_8), !logged(text).isEmpty());
    }

    private final class Bells implements FileWatch {
        @Override
        public Watch watch(Path path, Runnable changed) {
            bells.put(path, changed);
            return () -> bells.remove(path);
        }

        @Override
        public Watch watchTree(Path path, Runnable changed) {
            throw new UnsupportedOperationException("the engine watches files only");
        }
    }

    static Ref toy(String name) {
        return new Ref("toy", name);
    }

    static ResourceSpec spec(String name, String want) {
        return new ResourceSpec(toy(name), Meta.DEFAULT, Map.of("want", want));
    }

    static Meta retry(int retry, int delayMillis) {
        return new Meta(false, retry, Duration.ofMillis(delayMillis), Duration.ZERO, true, true);
    }

    static Plan plan() {
        return new Plan();
    }

    /** Builds a graph. */
    static final class Plan {

        private final Map<String, ResourceSpec> resources = new LinkedHashMap<>();
        private final List<ResourceSpec> exported = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final List<Collect> collects = new ArrayList<>();

        /** Such as {@code "a=1"}. */
        Plan toys(String... toys) {
            for (String toy : toys) {
                String[] parts = toy.split("=");
                with(spec(parts[0], parts[1]));
            }
            return this;
        }

        Plan with(ResourceSpec spec) {
            resources.put(spec.ref().name(), spec);
            return this;
        }

        Plan exports(ResourceSpec spec) {
            exported.add(spec);
            return this;
        }

        /** Such as {@code "a b"}. */
        Plan edges(String... pairs) {
            for (String pair : pairs) {
                String[] ends = pair.split(" ");
                edges.add(new Edge(pair, toy(ends[0]), toy(ends[1]), false, Position.NONE));
            }
            return this;
        }

        Plan notifies(String from, String to) {
            edges.add(new Edge("", toy(from), toy(to), true, Position.NONE));
            return this;
        }

        Plan collects(String pattern) {
            collects.add(new Collect("toy", pattern, Position.NONE));
            return this;
        }

        Graph graph() {
            return new Graph("g", "", List.copyOf(resources.values()), exported, edges, collects);
        }
    }
}
