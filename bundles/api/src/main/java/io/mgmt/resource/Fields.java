// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The fields of a {@link ResourceSpec} by type, with the errors that every kind gives. */
public final class Fields {

    private final ResourceSpec spec;

    private Fields(ResourceSpec spec) {
        this.spec = spec;
    }

    /**
     * @param known the kind's fields
     * @throws InvalidResourceException if there is any other field
     */
    public static Fields of(ResourceSpec spec, String... known) throws InvalidResourceException {
        Set<String> names = new TreeSet<>(List.of(known));
        for (String field : spec.fields().keySet()) {
            if (!names.contains(field)) {
                throw new InvalidResourceException(field,
                        "\"" + field + "\" is not a field of " + spec.ref().kind(),
                        "Known: " + String.join(", ", names) + ".");
            }
        }
        return new Fields(spec);
    }

    /** The text of a field. A number or a boolean is no text: 0644 and yes would lose their form. */
    public Optional<String> text(String field) throws InvalidResourceException {
        Object value = spec.fields().get(field);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw wrong(field, value, "a text", asText(field, value));
    }

    /** One of a few words. */
    public Optional<String> word(String field, String... allowed) throws InvalidResourceException {
        Optional<String> text = text(field);
        if (text.isPresent() && !List.of(allowed).contains(text.get())) {
            throw new InvalidResourceException(field,
                    field + " is \"" + text.get() + "\"", "Use one of: " + String.join(", ", allowed) + ".");
        }
        return text;
    }

    /** A boolean; false if absent. */
    public boolean flag(String field) throws InvalidResourceException {
        Object value = spec.fields().get(field);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw wrong(field, value, "true or false", "Write " + field + ": true or " + field + ": false.");
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Long> number(String field, long least, long most) throws InvalidResourceException {
        Object value = spec.fields().get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Long number && number >= least && number <= most) {
            return Optional.of(number);
        }
        throw wrong(field, value, "a whole number from " + least + " to " + most, "Write such a number.");
    }

    /** A list of texts; empty if absent. */
    public List<String> texts(String field) throws InvalidResourceException {
        Object value = spec.fields().get(field);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                if (!(item instanceof String text)) {
                    throw wrong(field, item, "a text within a list", item instanceof Collection || item instanceof Map
                            ? "Write each item as one text." : "Put it in quotes: \"" + item + "\".");
                }
                texts.add(text);
            }
            return texts;
        }
        throw wrong(field, value, "a list of texts",
                "Write " + field + ": [\"" + (value instanceof Map ? "TEXT" : value) + "\"].");
    }

    /** A map from text to text, sorted; empty if absent. */
    public Map<String, String> map(String field) throws InvalidResourceException {
        Object value = spec.fields().get(field);
        if (value == null) {
            return Map.of();
        }
        Map<String, String> texts = new TreeMap<>();
        if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (!(entry.getValue() instanceof String text)) {
                    throw wrong(field, entry.getValue(), "a text, for " + entry.getKey(),
                            asText(String.valueOf(entry.getKey()), entry.getValue()));
                }
                texts.put(String.valueOf(entry.getKey()), text);
            }
            return texts;
        }
        throw wrong(field, value, "a map of texts", "Write " + field + ": {KEY: \"value\"}.");
    }

    /** How to write a text in place of what was written. */
    private static String asText(String field, Object value) {
        if (value instanceof Collection<?> items) {
            return "Take the brackets or dashes away: " + field + ": \""
                    + items.stream().map(String::valueOf).collect(Collectors.joining(" ")) + "\".";
        }
        return value instanceof Map ? "Write one text, without keys of its own: " + field + ": \"TEXT\"."
                : "Put it in quotes: " + field + ": \"" + value + "\".";
    }

    private static InvalidResourceException wrong(String field, Object value, String wanted, String remedy) {
        return new InvalidResourceException(field, field + " is " + value + ", not " + wanted, remedy);
    }
}
