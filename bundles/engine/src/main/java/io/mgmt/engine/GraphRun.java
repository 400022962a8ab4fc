// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.core.graph.Action;
import io.mgmt.core.graph.AutoEdges;
import io.mgmt.core.graph.Merged;
import io.mgmt.core.graph.Node;
import io.mgmt.core.graph.Offer;
import io.mgmt.core.graph.Port;
import io.mgmt.core.graph.Progress;
import io.mgmt.core.graph.Todo;
import io.mgmt.core.graph.VertexEvent;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReport;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running graph: does what {@link Progress} orders. Everything here runs on the dispatcher. */
final class GraphRun {

    private static final Logger LOG = LoggerFactory.getLogger(GraphRun.class);

    private final String host;
    private final Kinds kinds;
    private final Map<String, String> memory;
    private final Timers timers;
    private final Executor pool;
    private final Dispatcher dispatcher;
    private final Consumer<GraphRun> changed;
    private final Progress progress;
    private final Work work;
    private final Map<Node, Live> lives = new HashMap<>();
    private Graph graph = Graph.EMPTY;
    private List<Collected.Raw> collected = List.of();
    private Set<Problem> leftOut = Set.of();
    /**
     * Null once something happened: a status that asks every second must not cost an idle agent
     * anything.
     */
    private List<GraphReport.Vertex> reported;
    private long runs;
    /** Set from another thread: what is cancelled because this engine ends has not failed. */
    private volatile boolean ends;

    /**
     * @param memory what resources have noted; outlives this engine
     * @param changed called after the graph became another one
     */
    GraphRun(String host, boolean noop, Kinds kinds, Map<String, String> memory, Timers timers, Executor pool,
            Dispatcher dispatcher, Consumer<GraphRun> changed) {
        this.memory = memory;
        this.host = host;
        this.kinds = kinds;
        this.timers = timers;
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.changed = changed;
        this.progress = new Progress(noop);
        this.work = new Work(host, timers);
    }

    Progress progress() {
        return progress;
    }

    String name() {
        return graph.name();
    }

    /** What can be drawn of it, as of now. */
    Drawing drawing() {
        SortedMap<Ref, VertexState> states = new TreeMap<>();
        progress.nodes().forEach(node -> states.put(node.ref(), node.vertex().state()));
        return Drawing.of(graph, states, progress.edges());
    }

    /** As the file has it, without what was collected. */
    Graph graph() {
        return graph;
    }

    /** Goes on with another graph of the file. */
    void adopt(Graph next, Map<Ref, Made> fresh) {
        graph = next;
        rebuild(new HashMap<>(fresh));
    }

    /** Goes on with other collected resources. */
    void collect(List<Collected.Raw> next) {
        collected = next;
        rebuild(new HashMap<>());
    }

    /** Kinds came or went. */
    void kindsChanged() {
        rebuild(new HashMap<>());
    }

    /** Nothing begins any more. */
    void halt() {
        List<Todo> todos = new ArrayList<>();
        progress.halt(todos);
        perform(todos);
    }

    /** This engine ends, and another one goes on. From any thread. */
    void ends() {
        ends = true;
    }

    /** The contexts of all resources, running or not. */
    List<WorkContext> contexts() {
        return lives.values().stream().map(live -> live.context).toList();
    }

    /** Lets go of every resource. */
    void clear() {
        graph = Graph.EMPTY;
        collected = List.of();
        List<Todo> todos = new ArrayList<>();
        if (ends) {
            progress.nodes().stream().filter(node -> node.vertex().refresh())
                    .forEach(node -> Recollection.owe(memory, node.ref()));
        }
        progress.adopt(List.of(), List.of(), todos);
        perform(todos);
    }

    /** As of now; the same list while nothing happens. */
    List<GraphReport.Vertex> vertices() {
        if (reported == null) {
            List<GraphReport.Vertex> vertices = new ArrayList<>(progress.nodes().size());
            long now = timers.epochMillis();
            for (Node node : progress.nodes()) {
                Live live = lives.get(node);
                // Whoever only waits for another has had no event of its own.
                live.see(now);
                vertices.add(new GraphReport.Vertex(node.ref(), node.vertex().state(),
                        node.reason(), node.changes(), live.seenSinceMillis));
            }
            reported = List.copyOf(vertices);
        }
        return reported;
    }

    /**
     * Makes what is missing, finds the automatic edges, and lets core take over from the graph
     * before.
     *
     * @param made by the loader already; what is not used of it is discarded
     */
    private void rebuild(Map<Ref, Made> made) {
        Merged merged = Merged.of(graph, offers());
        report(merged.leftOut());
        Map<Ref, Made> fresh = new HashMap<>();
        List<Node> outdated = new ArrayList<>();
        List<Port> ports = new ArrayList<>(merged.resources().size());
        for (ResourceSpec spec : merged.resources()) {
            Optional<Node> node = progress.node(spec.ref()).filter(n -> n.spec().equals(spec));
            Live live = node.map(lives::get).orElse(null);
            if (live != null && live.made.isMadeBy(kinds.best(spec.ref().kind()))) {
                ports.add(live.made.port());
                continue;
            }
            Made next = made.remove(spec.ref());
            if (next == null || !next.isMadeBy(kinds.best(spec.ref().kind()))) {
                Optional.ofNullable(next).ifPresent(Made::discard);
                next = Made.of(spec, kinds.best(spec.ref().kind()));
            }
            fresh.put(spec.ref(), next);
            ports.add(next.port());
            node.ifPresent(outdated::add);
        }
        made.values().forEach(Made::discard);
        List<Edge> edges = new ArrayList<>(graph.edges());
        edges.addAll(AutoEdges.find(ports, graph.edges()));
        takeOver(merged.resources(), edges, outdated, fresh);
    }

    private void takeOver(List<ResourceSpec> specs, List<Edge> edges, List<Node> outdated,
            Map<Ref, Made> fresh) {
        List<Todo> todos = new ArrayList<>();
        List<Node> nodes = new ArrayList<>(outdated.isEmpty() ? List.of()
                : progress.renew(outdated, todos));
        Progress.Adopted adopted = progress.adopt(specs, edges, todos);
        nodes.addAll(adopted.fresh());
        Map<String, Integer> waiting = new TreeMap<>();
        for (Node node : nodes) {
            attach(node, fresh.get(node.ref()), todos);
            if (fresh.get(node.ref()).type().isEmpty()) {
                waiting.merge(node.ref().kind(), 1, Integer::sum);
            }
        }
        // One line for a kind and not for each of its vertices: a bundle that goes may have
        // thousands.
        waiting.forEach((kind, count) -> LOG.warn("{} waits: vertices={} reason={}", host, count,
                LogText.quoted(noBundle(kind))));
        adopted.diff().removed().forEach(spec -> Recollection.forget(memory, spec.ref()));
        adopted.diff().replaced().forEach(spec -> Recollection.forget(memory, spec.ref()));
        if (!adopted.diff().isEmpty()) {
            LOG.info("{} graph: name={} vertices={} edges={} added={} removed={} replaced={}", host,
                    LogText.quoted(graph.name()), specs.size(), edges.size(),
                    adopted.diff().added().size(),
                    adopted.diff().removed().size(), adopted.diff().replaced().size());
        }
        changed.accept(this);
        perform(todos);
    }

    private void attach(Node node, Made made, List<Todo> todos) {
        Live live = new Live(node, made, memory);
        lives.put(node, live);
        if (made.resource().isPresent()) {
            progress.attach(node, todos);
            if (Recollection.takeOwed(memory, node.ref())) {
                progress.on(node, new VertexEvent.Poked(true), todos);
            }
        } else if (!made.problems().isEmpty()) {
            progress.reject(node, made.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
            LOG.error("{} failed {}: reason={}", host, node.ref(), LogText.quoted(node.reason()));
        } else {
            progress.explain(node, noBundle(node.ref().kind()));
        }
        live.see(timers.epochMillis());
    }

    private static String noBundle(String kind) {
        return "no bundle here provides the kind " + kind;
    }

    /** What other hosts offer, as the kinds want it here. */
    private List<Offer> offers() {
        List<Offer> offers = new ArrayList<>(collected.size());
        for (Collected.Raw raw : collected) {
            Optional<ResourceType> type = kinds.best(raw.spec().ref().kind());
            Optional<ResourceSpec> spec = type.isEmpty() ? Optional.of(raw.spec())
                    : adapted(raw, type.get());
            spec.ifPresent(s -> offers.add(new Offer(raw.host(), s)));
        }
        return offers;
    }

    private Optional<ResourceSpec> adapted(Collected.Raw raw, ResourceType type) {
        try {
            return Optional.of(type.collected(raw.spec(), raw.pattern()));
        } catch (RuntimeException | LinkageError e) {
            // A plug-in's mistake must cost this one resource and not the whole graph.
            LOG.warn("{} cannot collect {}: exportedBy={} pattern={} reason={}", host,
                    raw.spec().ref(), raw.host(),
                    LogText.quoted(raw.pattern()), LogText.quoted(e.toString()));
            return Optional.empty();
        }
    }

    private void report(List<Problem> now) {
        for (Problem problem : now) {
            if (!leftOut.contains(problem)) {
                LOG.warn("{} left out: reason={} remedy={}", host,
                        LogText.quoted(problem.message()), LogText.quoted(problem.remedy()));
            }
        }
        leftOut = new HashSet<>(now);
    }

    private void tell(Live live, VertexEvent event) {
        List<Todo> todos = new ArrayList<>(4);
        progress.on(live.node, event, todos);
        live.see(timers.epochMillis());
        log(live, event);
        perform(todos);
    }

    /** How often a vertex was told to run, since this graph runs. Decided by the dispatcher. */
    long runs() {
        return runs;
    }

    private void perform(List<Todo> todos) {
        reported = null;
        // By index, because closing a vertex without a resource adds to the list.
        for (int next = 0; next < todos.size(); next++) {
            Live live = lives.get(todos.get(next).node());
            Action action = todos.get(next).action();
            if (action instanceof Action.Arm) {
                submit(live, () -> work.arm(live, () -> ring(live)));
            } else if (action instanceof Action.Run run) {
                runs++;
                submit(live, () -> work.run(live, run.refresh()));
            } else if (action instanceof Action.Wake wake) {
                wake(live, wake.after());
            } else if (action instanceof Action.Close) {
                live.stopTimer();
                if (live.made.resource().isPresent()) {
                    submit(live, () -> work.close(live));
                } else {
                    lives.remove(live.node);
                    progress.on(live.node, new VertexEvent.Closed(), todos);
                }
            }
        }
    }

    private interface Task {
        VertexEvent call();
    }

    private void submit(Live live, Task task) {
        pool.execute(() -> {
            VertexEvent event = task.call();
            dispatcher.post(() -> {
                if (event instanceof VertexEvent.Closed) {
                    lives.remove(live.node);
                }
                tell(live, event);
            });
        });
    }

    /** From any thread. */
    private void ring(Live live) {
        if (live.rung.compareAndSet(false, true)) {
            dispatcher.postNow(() -> {
                // Before the event is told, so that one that comes meanwhile is posted again.
                live.rung.set(false);
                tell(live, new VertexEvent.Changed());
            });
        }
    }

    private void wake(Live live, Duration after) {
        live.stopTimer();
        long number = live.timerNumber;
        live.timer = timers.after(after, () -> dispatcher.post(() -> {
            if (number == live.timerNumber) {
                live.timer = null;
                tell(live, new VertexEvent.Woken());
            }
        }));
    }

    /** One line for each new reason, not one for each try. */
    private void log(Live live, VertexEvent event) {
        Node node = live.node;
        boolean failed = event instanceof VertexEvent.Failed
                || event instanceof VertexEvent.Unarmed;
        if (failed && (ends || !live.made.isMadeBy(kinds.best(node.ref().kind())))) {
            // A bundle is being replaced, and it begins anew with the next one.
            LOG.debug("{} lost {}: reason={}", host, node.ref(), LogText.quoted(node.vertex().reason()));
        } else if (failed) {
            boolean gaveUp = node.vertex().state() == VertexState.FAILED;
            String line = (gaveUp ? "gave up: " : "tries again: ") + node.vertex().reason();
            if (!LogText.timeless(line).equals(LogText.timeless(live.told))) {
                live.told = line;
                if (gaveUp) {
                    LOG.error("{} failed {}: reason={} tries={}", host, node.ref(),
                            LogText.quoted(node.vertex().reason()), node.vertex().failures());
                } else {
                    LOG.warn("{} failed {}: reason={} retry={} delayMs={}", host, node.ref(),
                            LogText.quoted(node.vertex().reason()), node.vertex().meta().retry(),
                            node.vertex().meta().delay().toMillis());
                }
            }
        } else if (event instanceof VertexEvent.Drifted drifted) {
            if (!drifted.drift().equals(live.told)) {
                live.told = drifted.drift();
                LOG.info("{} would apply {}: drift={}", host, node.ref(),
                        LogText.quoted(drifted.drift()));
            }
        } else if (event instanceof VertexEvent.Settled || event instanceof VertexEvent.Applied) {
            if (!live.told.isEmpty()) {
                LOG.info("{} in state {}: before={}", host, node.ref(), LogText.quoted(live.told));
                live.told = "";
            }
        }
    }
}
