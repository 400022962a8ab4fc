// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import com.fasterxml.jackson.jr.ob.JSON;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exported resource as JSON: {@code {"kind","name","meta":{…},"fields":{…}}}. Equal resources
 * give equal text. In {@code meta} stands only what is not the default.
 */
final class ResourceJson {

    private ResourceJson() {
    }

    static String write(ResourceSpec spec) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", spec.ref().kind());
        json.put("name", spec.ref().name());
        Map<String, Object> meta = meta(spec.meta());
        if (!meta.isEmpty()) {
            json.put("meta", meta);
        }
        json.put("fields", spec.fields());
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(spec.ref() + " cannot be written as JSON: "
                    + e.getMessage(), e);
        }
    }

    private static Map<String, Object> meta(Meta m) {
        Map<String, Object> meta = new LinkedHashMap<>();
        put(meta, "noop", m.noop(), Meta.DEFAULT.noop());
        put(meta, "retry", m.retry(), Meta.DEFAULT.retry());
        put(meta, "delayMillis", m.delay().toMillis(), Meta.DEFAULT.delay().toMillis());
        put(meta, "pollSeconds", m.poll().toSeconds(), Meta.DEFAULT.poll().toSeconds());
        put(meta, "autoEdge", m.autoEdge(), Meta.DEFAULT.autoEdge());
        put(meta, "autoGroup", m.autoGroup(), Meta.DEFAULT.autoGroup());
        return meta;
    }

    private static void put(Map<String, Object> meta, String key, Object value, Object usual) {
        if (!value.equals(usual)) {
            meta.put(key, value);
        }
    }

    /**
     * Reads what {@link #write} wrote; keys that it does not know are left for later versions.
     *
     * @param source where it was read
     * @throws IllegalArgumentException if it is not of that form; the message says what is wrong
     */
    static ResourceSpec parse(Ref ref, String source, String text) {
        Map<String, Object> json;
        try {
            json = JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("the value is not JSON: " + e.getMessage(), e);
        }
        if (!(json.get("fields") instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("\"fields\" is missing");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach((key, value) -> values.put(String.valueOf(key),
                value(String.valueOf(key), value)));
        Meta meta = json.get("meta") instanceof Map<?, ?> map ? meta(map) : Meta.DEFAULT;
        return new ResourceSpec(ref, meta, values, new Position(source, 0, 0), Map.of());
    }

    private static Meta meta(Map<?, ?> map) {
        Meta m = Meta.DEFAULT;
        long retry = number(map, "retry", m.retry());
        if (retry != (int) retry) {
            throw new IllegalArgumentException("meta.retry is " + retry
                    + ", not a number of tries");
        }
        return new Meta(flag(map, "noop", m.noop()), (int) retry,
                Duration.ofMillis(number(map, "delayMillis", m.delay().toMillis())),
                Duration.ofSeconds(number(map, "pollSeconds", m.poll().toSeconds())),
                flag(map, "autoEdge", m.autoEdge()), flag(map, "autoGroup", m.autoGroup()));
    }

    private static boolean flag(Map<?, ?> map, String key, boolean usual) {
        Object value = map.get(key);
        if (value != null && !(value instanceof Boolean)) {
            throw new IllegalArgumentException("meta." + key + " is " + value
                    + ", not true or false");
        }
        return value == null ? usual : (Boolean) value;
    }

    private static long number(Map<?, ?> map, String key, long usual) {
        Object value = map.get(key);
        if (value == null) {
            return usual;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("meta." + key + " is " + value + ", not a whole number");
    }

    /** Numbers as the graph file gives them. */
    private static Object value(String field, Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Double
                || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof List<?> items) {
            List<Object> list = new ArrayList<>(items.size());
            items.forEach(item -> list.add(value(field, item)));
            return list;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, Object> map = new LinkedHashMap<>();
            entries.forEach((key, item) -> map.put(String.valueOf(key),
                    value(field + "." + key, item)));
            return map;
        }
        throw new IllegalArgumentException("field " + field + " is " + value);
    }
}
