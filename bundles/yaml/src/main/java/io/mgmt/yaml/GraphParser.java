// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the shape of a graph: every key, type and missing value. What spans resources is for core
 * to check.
 */
final class GraphParser implements GraphComposer.Receiver {

    private static final String EXPORTED = "@@";

    private final Problems problems;
    private final Values values;
    /** Kinds of which a resource could not be read: an edge to it does not dangle. */
    private final Set<String> incomplete = new HashSet<>();
    private final List<ResourceSpec> resources = new ArrayList<>();
    private final List<ResourceSpec> exported = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private boolean lacksResources;

    GraphParser(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /**
     * The graph, with what was received before; if anything is wrong, the part of it that can be judged
     * nevertheless.
     *
     * @param root without the lists that were handed over
     */
    Graph graph(Node root) {
        List<Collect> collects = new ArrayList<>();
        Map<String, Values.Entry> parts = map(root, "the graph").orElse(null);
        if (parts == null) {
            return Graph.EMPTY;
        }
        known(parts, "the graph", "graph", "comment", "resources", "edges", "collect");
        Optional<String> name = required(parts, "graph", root, "the graph", "\"graph: NAME\"");
        String comment = optionalText(parts, "comment", "comment");
        kinds(parts.get("resources"));
        list(parts.get("edges"), "edges", (node, what) -> edge(node));
        edges.removeIf(edge -> !canBeJudged(edge));
        list(parts.get("collect"), "collect", (node, what) -> collect(node)
                .ifPresent(collects::add));
        // A list that was not handed over comes after those that were, wherever it stands.
        return new Graph(name.orElse(""), comment, inFile(resources), inFile(exported),
                edgesInFile(edges), collects);
    }

    static List<ResourceSpec> inFile(List<ResourceSpec> specs) {
        return sorted(specs, ResourceSpec::position);
    }

    static List<Edge> edgesInFile(List<Edge> edges) {
        return sorted(edges, Edge::position);
    }

    private static <T> List<T> sorted(List<T> list, Function<T, Position> position) {
        List<T> sorted = new ArrayList<>(list);
        // Next to no work where all stand in order already.
        sorted.sort((a, b) -> {
            int byLine = Integer.compare(position.apply(a).line(), position.apply(b).line());
            return byLine != 0 ? byLine : Integer.compare(position.apply(a).column(),
                    position.apply(b).column());
        });
        return sorted;
    }

    private void kinds(Values.Entry part) {
        if (part == null || isNull(part.value())) {
            return;
        }
        if (!(part.value() instanceof MappingNode mapping)) {
            wrongType(part.value(), "resources", "a map of kinds",
                    "Write a kind, such as \"file:\", with a list below.");
            lacksResources = true;
            return;
        }
        int before = problems.count();
        Map<String, Values.Entry> kinds = values.entries(mapping, "resources");
        lacksResources = problems.count() > before;
        kinds.forEach((kind, entry) -> {
            if (!list(entry, kind, (node, what) -> resource(kind, node))) {
                incomplete.add(kind);
            }
        });
    }

    private boolean canBeJudged(Edge edge) {
        return !lacksResources && !incomplete.contains(edge.from().kind())
                && !incomplete.contains(edge.to().kind());
    }

    @Override
    public void resource(String kind, Node node) {
        Map<String, Values.Entry> entries = map(node, "a resource of kind " + kind).orElse(null);
        if (entries == null) {
            incomplete.add(kind);
            return;
        }
        Optional<String> name = required(entries, "name", node, "a resource of kind " + kind,
                "\"name: NAME\"");
        String what = name.isEmpty() ? kind : kind + "[" + name.get() + "]";
        Meta meta = Meta.DEFAULT;
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, Position> positions = new HashMap<>();
        for (Map.Entry<String, Values.Entry> entry : entries.entrySet()) {
            String field = entry.getKey();
            Node value = entry.getValue().value();
            if (field.equals("meta")) {
                meta = new MetaParser(problems, values, what).meta(value);
            } else if (!field.equals("name")) {
                positions.put(field, problems.position(value));
                values.of(value, field + " of " + what).ifPresent(v -> fields.put(field, v));
            }
        }
        if (name.isEmpty()) {
            incomplete.add(kind);
            return;
        }
        boolean exports = name.get().startsWith(EXPORTED);
        String plain = exports ? name.get().substring(EXPORTED.length()) : name.get();
        if (!named(plain, entries.get("name").value(), kind)) {
            incomplete.add(kind);
            return;
        }
        (exports ? exported : resources)
                .add(new ResourceSpec(new Ref(kind, plain), meta, fields, problems.position(node),
                positions));
    }

    /** A name stands in log lines, keys and tables. */
    private boolean named(String name, Node node, String kind) {
        if (name.isEmpty()) {
            problems.add(node, "a resource of kind " + kind + " has an empty name",
                    "Give it a name.");
            return false;
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            problems.add(node, "the name of a resource of kind " + kind
                    + " has a line break or a control character", "Write the name on one line.");
            return false;
        }
        return true;
    }

    @Override
    public void edge(Node node) {
        Map<String, Values.Entry> entries = map(node, "an edge").orElse(null);
        if (entries == null) {
            return;
        }
        known(entries, "an edge", "name", "from", "to", "notify");
        String name = optionalText(entries, "name", "name of an edge");
        String what = name.isEmpty() ? "an edge" : "edge \"" + name + "\"";
        Optional<Ref> from = end(entries, "from", node, what);
        Optional<Ref> to = end(entries, "to", node, what);
        boolean notifies = false;
        if (entries.containsKey("notify")) {
            Node value = entries.get("notify").value();
            Object flag = values.of(value, "notify of " + what).orElse(false);
            if (flag instanceof Boolean set) {
                notifies = set;
            } else {
                wrongType(value, "notify of " + what, "true or false",
                        "Write notify: true or notify: false.");
            }
        }
        if (from.isPresent() && to.isPresent()) {
            edges.add(new Edge(name, from.get(), to.get(), notifies, problems.position(node)));
        }
    }

    private Optional<Ref> end(Map<String, Values.Entry> edge, String end, Node node, String what) {
        if (!edge.containsKey(end)) {
            problems.add(node, what + " has no \"" + end + "\"",
                    "Write \"" + end + ": {kind: KIND, name: NAME}\".");
            return Optional.empty();
        }
        Node value = edge.get(end).value();
        String there = "\"" + end + "\" of " + what;
        Map<String, Values.Entry> entries = map(value, there).orElse(null);
        if (entries == null) {
            return Optional.empty();
        }
        known(entries, there, "kind", "res", "name");
        Optional<String> kind = kind(entries, value, there);
        Optional<String> name = required(entries, "name", value, there, "\"name: NAME\"");
        return kind.isEmpty() || name.isEmpty() ? Optional.empty()
                : Optional.of(new Ref(kind.get(), name.get()));
    }

    /** Files of 2016 say {@code res} and {@code kind} for the same. */
    private Optional<String> kind(Map<String, Values.Entry> entries, Node node, String what) {
        if (entries.containsKey("kind") && entries.containsKey("res")) {
            problems.add(entries.get("res").key(), what + " has both \"kind\" and \"res\"",
                    "Remove \"res\".");
            return Optional.empty();
        }
        return required(entries, entries.containsKey("res") ? "res" : "kind", node, what,
                "\"kind: KIND\"");
    }

    private Optional<Collect> collect(Node node) {
        Map<String, Values.Entry> entries = map(node, "a collect").orElse(null);
        if (entries == null) {
            return Optional.empty();
        }
        known(entries, "a collect", "kind", "res", "pattern");
        Optional<String> kind = kind(entries, node, "a collect");
        String pattern = optionalText(entries, "pattern", "pattern of a collect");
        return kind.map(k -> new Collect(k, pattern, problems.position(node)));
    }

    private Optional<Map<String, Values.Entry>> map(Node node, String what) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(values.entries(mapping, what));
        }
        wrongType(node, what, "a map", "Write lines of the form \"KEY: VALUE\".");
        return Optional.empty();
    }

    /**
     * A list with nothing in it may be left empty: people comment its lines out.
     *
     * @return false if it is none, which has been said then
     */
    private boolean list(Values.Entry entry, String what, BiConsumer<Node, String> each) {
        if (entry == null || isNull(entry.value())) {
            return true;
        }
        if (entry.value() instanceof SequenceNode sequence) {
            sequence.getValue().forEach(node -> each.accept(node, what));
            return true;
        }
        wrongType(entry.value(), what, "a list", "Begin each of its parts with \"- \".");
        return false;
    }

    private void known(Map<String, Values.Entry> entries, String what, String... keys) {
        List<String> known = List.of(keys);
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(entry.key(), "\"" + key + "\" is not a key of " + what,
                        "Known: " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        });
    }

    private Optional<String> required(Map<String, Values.Entry> entries, String key, Node node,
            String what, String example) {
        Values.Entry entry = entries.get(key);
        if (entry == null) {
            problems.add(node, what + " has no \"" + key + "\"", "Write " + example + ".");
            return Optional.empty();
        }
        return text(entry.value(), key + " of " + what);
    }

    private String optionalText(Map<String, Values.Entry> entries, String key, String what) {
        Values.Entry entry = entries.get(key);
        return entry == null || isNull(entry.value()) ? "" : text(entry.value(), what).orElse("");
    }

    private Optional<String> text(Node node, String what) {
        Object value = values.of(node, what).orElse(null);
        if (value instanceof String text) {
            return Optional.of(text);
        }
        if (value != null) {
            wrongType(node, what, "a text", node instanceof ScalarNode scalar
                    ? "Put it in quotes: \"" + scalar.getValue() + "\"."
                    : "Write one word or a text in quotes.");
        }
        return Optional.empty();
    }

    private void wrongType(Node node, String what, String wanted, String remedy) {
        problems.add(node, what + " is " + described(node) + ", not " + wanted, remedy);
    }

    static String described(Node node) {
        if (node instanceof ScalarNode scalar) {
            return isNull(node) ? "empty" : scalar.getTag()
                    .equals(Tag.STR) ? "the text \"" + scalar.getValue() + "\""
                    : scalar.getValue();
        }
        return node instanceof SequenceNode ? "a list" : "a map";
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }
}
