// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns nodes into String, Long, Double, Boolean, List and Map, and says what cannot be turned. */
final class Values {

    /** Aliases within aliases grow without bound while the file stays short. */
    static final int MOST_VALUES = 2_000_000;

    private final Problems problems;
    /** Null until there is a number or a boolean: the classes behind it cost time to load. */
    private Scalars scalars;
    private final Map<Node, Boolean> open = new IdentityHashMap<>();
    private int count;

    Values(Problems problems) {
        this.problems = problems;
    }

    /** The value; empty if it is wrong, which has been said then. */
    Optional<Object> of(Node node, String what) {
        if (++count >= MOST_VALUES) {
            if (count == MOST_VALUES) {
                problems.add(node, "the file has more than " + MOST_VALUES
                        + " values once its aliases are expanded", "Use fewer aliases (*name).");
            }
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, what);
        }
        if (open.put(node, true) != null) {
            problems.add(node, what + " contains itself", "Remove the alias that leads back.");
            return Optional.empty();
        }
        try {
            return Optional.of(node instanceof SequenceNode sequence ? list(sequence, what)
                    : map((MappingNode) node, what));
        } finally {
            open.remove(node);
        }
    }

    private List<Object> list(SequenceNode node, String what) {
        List<Object> list = new ArrayList<>(node.getValue().size());
        for (Node item : node.getValue()) {
            of(item, what).ifPresent(list::add);
        }
        return list;
    }

    private Map<String, Object> map(MappingNode node, String what) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> entry : entries(node, what).entrySet()) {
            of(entry.getValue().value(), what + "." + entry.getKey())
                    .ifPresent(v -> map.put(entry.getKey(), v));
        }
        return map;
    }

    /** A key as it is written, where it stands, and its value. */
    record Entry(Node key, Node value) {
    }

    /**
     * The entries by key, in the order of the file. A key is the text that is written, so that
     * {@code on} and {@code 1} stay what they are. What {@code <<} brings comes last and never
     * wins.
     */
    Map<String, Entry> entries(MappingNode node, String what) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Node> merged = null;
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (key.getTag().equals(Tag.MERGE)) {
                merged = merged == null ? new ArrayList<>(1) : merged;
                merged.add(tuple.getValueNode());
            } else if (key instanceof ScalarNode scalar) {
                Entry first = entries.putIfAbsent(scalar.getValue(),
                        new Entry(key, tuple.getValueNode()));
                if (first != null) {
                    problems.add(key, "\"" + scalar.getValue() + "\" is there twice in " + what,
                            "Remove one of them. The first is in line "
                            + problems.position(first.key()).line() + ".");
                }
            } else {
                problems.add(key, "a key of " + what + " is a list or a map",
                        "Use a word as the key.");
            }
        }
        if (merged != null && open.put(node, true) == null) {
            merged.forEach(from -> merge(from, entries, what));
            open.remove(node);
        }
        return entries;
    }

    private void merge(Node from, Map<String, Entry> into, String what) {
        if (open.containsKey(from) || ++count >= MOST_VALUES) {
            problems.add(from, what + " contains itself", "Remove the alias that leads back.");
        } else if (from instanceof MappingNode mapping) {
            entries(mapping, what).forEach(into::putIfAbsent);
        } else if (from instanceof SequenceNode sequence) {
            open.put(from, true);
            sequence.getValue().forEach(item -> merge(item, into, what));
            open.remove(from);
        } else {
            problems.add(from, "\"<<\" in " + what + " has no map to take in",
                    "Write \"<<: *NAME\" of a map.");
        }
    }

    private Optional<Object> scalar(ScalarNode node, String what) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
            return Optional.of(node.getValue());
        }
        if (tag.equals(Tag.NULL)) {
            problems.add(node, what + " has no value",
                    "Write a value, \"\" for an empty text, or remove the line.");
            return Optional.empty();
        }
        if (tag.equals(Tag.BOOL) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            scalars = scalars == null ? new Scalars() : scalars;
            Optional<Object> value = scalars.of(node);
            if (value.isEmpty()) {
                problems.add(node, what + " is " + node.getValue()
                        + ", which is too large for a number",
                        "Numbers go from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE
                                + ". Put it in quotes if it is a text.");
            }
            return value;
        }
        problems.add(node, what + " has the tag " + tag.getValue()
                .replace("tag:yaml.org,2002:", "!!")
                + ", which is not known here", "Remove the tag.");
        return Optional.empty();
    }
}
