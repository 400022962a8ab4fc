// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds everything that is wrong with a graph as a whole; its fields are for the kinds to check.
 */
public final class GraphCheck {

    /** More than anybody has on one host; a file that has more was made by a mistake. */
    public static final int MOST_RESOURCES = 100_000;
    /** A person mends some and looks again; more only scroll the first away. */
    public static final int MOST_PROBLEMS = 100;
    /** How many known resources an error names. */
    private static final int MOST_NAMED = 5;

    private final Graph graph;
    private final Set<String> kinds;
    private final Map<Ref, ResourceSpec> resources = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private GraphCheck(Graph graph, Set<String> kinds) {
        this.graph = graph;
        this.kinds = new TreeSet<>(kinds);
    }

    /**
     * Every problem of the graph, in the order of the file: duplicate names, unknown kinds, edges
     * that dangle or lead back to where they begin, cycles.
     *
     * @param kinds that are known
     * @return empty if the graph can run; at most {@link #MOST_PROBLEMS} and one that counts the
     *     rest
     */
    public static List<Problem> problems(Graph graph, Set<String> kinds) {
        return problems(graph, kinds, List.of());
    }

    /**
     * The same, among what others have found.
     *
     * @param others of the same file
     */
    public static List<Problem> problems(Graph graph, Set<String> kinds, Collection<Problem> others) {
        GraphCheck check = new GraphCheck(graph, kinds);
        check.resources();
        check.edges();
        for (Collect collect : graph.collects()) {
            check.kind(collect.kind(), collect.position());
        }
        check.problems.addAll(others);
        return inOrder(check.problems);
    }

    /** The problems in the order of their files, without the same one twice, and not too many. */
    private static List<Problem> inOrder(Collection<Problem> problems) {
        List<Problem> sorted = problems.stream().distinct()
                .sorted(Comparator.comparing((Problem p) -> p.position().source())
                        .thenComparingInt(p -> p.position().line())
                        .thenComparingInt(p -> p.position().column()))
                .toList();
        if (sorted.size() <= MOST_PROBLEMS) {
            return sorted;
        }
        List<Problem> some = new ArrayList<>(sorted.subList(0, MOST_PROBLEMS));
        some.add(new Problem(Position.NONE, "and " + (sorted.size() - MOST_PROBLEMS)
                + " more problems", "Mend the first ones, then look again."));
        return some;
    }

    private void resources() {
        if (graph.resources().size() + graph.exported().size() > MOST_RESOURCES) {
            Position first = Stream.concat(graph.resources().stream(), graph.exported().stream())
                    .findFirst().orElseThrow().position();
            problems.add(new Problem(first, "the graph has more than " + MOST_RESOURCES
                    + " resources", "Split it over several hosts."));
        }
        Set<String> unknown = new TreeSet<>();
        for (ResourceSpec spec : graph.resources()) {
            resource(spec, resources, "", unknown);
        }
        Map<Ref, ResourceSpec> exported = new HashMap<>();
        for (ResourceSpec spec : graph.exported()) {
            resource(spec, exported, "@@", unknown);
        }
    }

    private void resource(ResourceSpec spec, Map<Ref, ResourceSpec> others, String prefix,
            Set<String> unknown) {
        String kind = spec.ref().kind();
        if (!kinds.contains(kind) && unknown.add(kind)) {
            kind(kind, spec.position());
        }
        ResourceSpec first = others.putIfAbsent(spec.ref(), spec);
        if (first != null) {
            problems.add(new Problem(spec.position(),
                    kind + "[" + prefix + spec.ref().name() + "] is there twice",
                    "Rename or remove one of them. The first is at " + first.position() + "."));
        }
    }

    private void kind(String kind, Position position) {
        if (!kinds.contains(kind)) {
            String guess = Words.nearest(kind, kinds).map(k -> "Did you mean \"" + k + "\"? ")
                    .orElse("");
            problems.add(new Problem(position, "\"" + kind + "\" is not a kind of resource",
                    guess + (kinds.isEmpty() ? "No bundle here provides any kind."
                            : "Known: " + String.join(", ", kinds) + ".")));
        }
    }

    private void edges() {
        List<Edge> sound = new ArrayList<>(graph.edges().size());
        for (Edge edge : graph.edges()) {
            boolean begins = end(edge, edge.from(), "comes from");
            boolean ends = end(edge, edge.to(), "goes to");
            if (begins && ends && edge.from().equals(edge.to())) {
                problems.add(new Problem(edge.position(),
                        named(edge) + " goes from " + edge.from() + " to itself",
                        "Remove the edge, or give it another end."));
            } else if (begins && ends) {
                sound.add(edge);
            }
        }
        for (List<Ref> cycle : Order.cycles(List.copyOf(resources.keySet()), sound)) {
            problems.add(new Problem(lastEdge(sound, cycle),
                    "the edges form a cycle: "
                            + cycle.stream().map(Ref::toString).collect(Collectors.joining(" -> ")),
                    "Remove one of these edges."));
        }
    }

    /** Of the edges of the cycle the one that stands last: it closed the cycle. */
    private static Position lastEdge(List<Edge> edges, List<Ref> cycle) {
        Map<Ref, Ref> steps = new HashMap<>();
        for (int i = 0; i + 1 < cycle.size(); i++) {
            steps.put(cycle.get(i), cycle.get(i + 1));
        }
        Position last = Position.NONE;
        for (Edge edge : edges) {
            if (edge.to().equals(steps.get(edge.from()))) {
                last = edge.position();
            }
        }
        return last;
    }

    private boolean end(Edge edge, Ref ref, String how) {
        if (resources.containsKey(ref)) {
            return true;
        }
        boolean exported = graph.exported().stream().anyMatch(e -> ref.kind().equals(e.ref().kind())
                && (ref.name().equals(e.ref().name()) || ref.name().equals("@@" + e.ref().name())));
        problems.add(new Problem(edge.position(),
                named(edge) + " " + how + " " + ref + ", which is "
                        + (exported ? "exported and not applied here" : "not in this graph"),
                "Add it under \"resources\", or remove the edge." + (exported ? "" : known(ref))));
        return false;
    }

    /** Those that may have been meant, and some of the same kind. */
    private String known(Ref ref) {
        if (problems.size() > MOST_PROBLEMS || resources.isEmpty()) {
            return "";
        }
        List<String> names = resources.keySet().stream().filter(r -> r.kind().equals(ref.kind()))
                .map(Ref::name)
                .toList();
        String guess = Words.nearest(ref.name(), names)
                .map(n -> " Did you mean " + new Ref(ref.kind(), n) + "?").orElse("");
        List<String> some = resources.keySet().stream()
                .sorted(Comparator.comparing((Ref r) -> !r.kind().equals(ref.kind()))
                .thenComparing(r -> r))
                .limit(MOST_NAMED).map(Ref::toString).toList();
        return guess + " Known: " + String.join(", ", some)
                + (resources.size() > MOST_NAMED ? ", …" : ".");
    }

    private static String named(Edge edge) {
        return edge.name().isEmpty() ? "the edge" : "edge \"" + edge.name() + "\"";
    }
}
