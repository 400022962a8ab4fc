// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where every vertex of the running graph stands: is told what happened, answers what is to be
 * done.
 *
 * <p>The order of edges is kept by counting: every vertex knows how many of its predecessors are
 * not in state, so an event costs as much as the vertex has neighbours, whatever the size of the
 * graph. Not safe for several threads at once; reads no clock.
 */
public final class Progress {

    private final boolean noop;
    private final Map<Ref, Node> nodes = new LinkedHashMap<>();
    /** The nodes in order, made when they are asked for; null after one came or went. */
    private List<Node> sorted;
    private final Map<Ref, Integer> closing = new HashMap<>();
    private List<Edge> edges = List.of();
    private boolean halted;
    private int busy;
    private int running;
    private int formers;

    /** @param noop nothing is ever changed, whatever the resources say */
    public Progress(boolean noop) {
        this.noop = noop;
    }

    /** The vertex of that name; empty if the graph has none. */
    public Optional<Node> node(Ref ref) {
        return Optional.ofNullable(nodes.get(ref));
    }

    /** The vertices, sorted. */
    public List<Node> nodes() {
        if (sorted == null) {
            List<Node> all = new ArrayList<>(nodes.values());
            all.sort(Comparator.comparing(Node::ref));
            sorted = List.copyOf(all);
        }
        return sorted;
    }

    /** The edges of the graph, automatic ones too. */
    public List<Edge> edges() {
        return edges;
    }

    /** True if nothing runs, and nothing will without an event from outside. */
    public boolean isQuiet() {
        return busy == 0;
    }

    /** How many vertices are being armed, checked or changed. */
    public int running() {
        return running;
    }

    /** How many removed vertices are not closed yet. */
    public int closing() {
        return formers;
    }

    /**
     * Goes on with another graph. What asks for the same stays as it is, whatever its edges were;
     * new vertices wait for {@link #attach}.
     *
     * @param specs without double names
     * @param newEdges without cycles
     * @param todos what is to be done is added here
     * @return what differs, and the new nodes in an order that agrees with the edges
     */
    public Adopted adopt(List<ResourceSpec> specs, List<Edge> newEdges, List<Todo> todos) {
        GraphDiff diff = GraphDiff.between(nodes.values().stream().map(Node::spec).toList(), edges,
                specs, newEdges);
        sorted = null;
        Map<Ref, Node> created = new LinkedHashMap<>();
        for (ResourceSpec spec : diff.removed()) {
            Node node = nodes.remove(spec.ref());
            unwire(node);
            leave(node, todos);
        }
        for (ResourceSpec spec : diff.replaced()) {
            created.put(spec.ref(), replace(nodes.get(spec.ref()), spec, todos));
        }
        for (ResourceSpec spec : diff.added()) {
            Node node = new Node(spec, Vertex.waiting(effective(spec), ""));
            node.formers = closing.getOrDefault(spec.ref(), 0);
            nodes.put(spec.ref(), node);
            created.put(spec.ref(), node);
        }
        edges = List.copyOf(newEdges);
        rewire();
        nodes.values().forEach(node -> gate(node, todos));
        if (created.isEmpty()) {
            return new Adopted(diff, List.of());
        }
        List<Node> fresh = new ArrayList<>(created.size());
        for (Ref ref : Order.of(specs.stream().map(ResourceSpec::ref).toList(), edges)) {
            Node node = created.get(ref);
            if (node != null) {
                fresh.add(node);
            }
        }
        return new Adopted(diff, fresh);
    }

    /** What became of another graph. */
    public record Adopted(GraphDiff diff, List<Node> fresh) {
    }

    /**
     * Takes other nodes for the same resources, because the bundle of their kind went, came or was
     * replaced. A new node waits for {@link #attach} and for the end of the old one.
     *
     * @return the new nodes, in the same order
     */
    public List<Node> renew(Collection<Node> old, List<Todo> todos) {
        List<Node> renewed = new ArrayList<>(old.size());
        sorted = null;
        for (Node node : old) {
            renewed.add(replace(node, node.spec(), todos));
        }
        rewire();
        for (Node node : renewed) {
            gate(node, todos);
            node.out.forEach(wire -> gate(wire.to(), todos));
        }
        return renewed;
    }

    /** The resource of the node is there. */
    public void attach(Node node, List<Todo> todos) {
        on(node, new VertexEvent.Attached(), todos);
    }

    /** There is no resource for the node yet. */
    public void explain(Node node, String reason) {
        node.vertex = Vertex.waiting(node.vertex.meta(), reason).heirOf(node.vertex);
    }

    /** There will be no resource for the node: its kind does not take it. */
    public void reject(Node node, String reason) {
        node.vertex = Vertex.invalid(node.vertex.meta(), reason).heirOf(node.vertex);
    }

    /** From now on nothing begins; what runs comes to its end. */
    public void halt(List<Todo> todos) {
        halted = true;
        nodes.values().forEach(node -> gate(node, todos));
    }

    /**
     * Something happened to the node.
     *
     * @param todos what is to be done is added here
     */
    public void on(Node node, VertexEvent event, List<Todo> todos) {
        Vertex before = node.vertex;
        Vertex.Step step = before.on(event);
        node.vertex = step.next();
        busy += (node.vertex.isBusy() ? 1 : 0) - (before.isBusy() ? 1 : 0);
        running += (node.vertex.isRunning() ? 1 : 0) - (before.isRunning() ? 1 : 0);
        if (event instanceof VertexEvent.Applied) {
            node.changes++;
        }
        for (Action action : step.actions()) {
            if (action instanceof Action.Poke) {
                // Before readiness is told, so that a successor runs once and not twice.
                poke(node, todos);
            } else {
                todos.add(new Todo(node, action));
            }
        }
        boolean ready = node.vertex.isReady();
        if (ready != before.isReady()) {
            for (Node.Wire wire : node.out) {
                wire.to().unready += ready ? -1 : 1;
                gate(wire.to(), todos);
            }
        }
        if (event instanceof VertexEvent.Closed) {
            closed(node, todos);
        }
    }

    private void poke(Node node, List<Todo> todos) {
        for (Node.Wire wire : node.out) {
            on(wire.to(), new VertexEvent.Poked(wire.notifies()), todos);
        }
    }

    private Meta effective(ResourceSpec spec) {
        Meta meta = spec.meta();
        return !noop || meta.noop() ? meta
                : new Meta(true, meta.retry(), meta.delay(), meta.poll(), meta.autoEdge(),
                meta.autoGroup());
    }

    private Node replace(Node old, ResourceSpec spec, List<Todo> todos) {
        Node node = new Node(spec, Vertex.waiting(effective(spec), "").heirOf(old.vertex));
        node.changes = old.changes;
        unwire(old);
        nodes.put(spec.ref(), node);
        leave(old, todos);
        node.formers = closing.getOrDefault(spec.ref(), 0);
        return node;
    }

    /**
     * A node that left must not count for its neighbours any more, in case it still reports
     * something.
     */
    private static void unwire(Node node) {
        node.out.clear();
        node.in.clear();
    }

    private void leave(Node node, List<Todo> todos) {
        closing.merge(node.ref(), 1, Integer::sum);
        formers++;
        on(node, new VertexEvent.Removed(), todos);
    }

    private void closed(Node node, List<Todo> todos) {
        formers--;
        closing.computeIfPresent(node.ref(), (ref, count) -> count == 1 ? null : count - 1);
        Node heir = nodes.get(node.ref());
        if (heir != null) {
            heir.formers--;
            gate(heir, todos);
        }
    }

    private void rewire() {
        for (Node node : nodes.values()) {
            unwire(node);
            node.unready = 0;
        }
        for (Edge edge : edges) {
            Node from = nodes.get(edge.from());
            Node to = nodes.get(edge.to());
            from.out.add(new Node.Wire(to, edge.notifies()));
            to.in.add(from);
            to.unready += from.vertex.isReady() ? 0 : 1;
        }
    }

    /** Tells a vertex whether it may begin, if that changed. */
    private void gate(Node node, List<Todo> todos) {
        boolean blocked = halted || node.unready > 0 || node.formers > 0;
        if (blocked != node.vertex.blocked()) {
            on(node, blocked ? new VertexEvent.Blocked() : new VertexEvent.Unblocked(), todos);
        }
    }
}
