// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON of keys and files; the order of the fields is kept, so that equal values give equal texts. */
final class Json {

    private Json() {
    }

    /** @param namesAndValues in turn; a null is left out */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return object;
    }

    static String text(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new IllegalStateException("texts, numbers, lists and maps always have a JSON: " + value, e);
        }
    }

    /** For people. */
    static String pretty(Object value) {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value);
        } catch (IOException e) {
            throw new IllegalStateException("texts, numbers, lists and maps always have a JSON: " + value, e);
        }
    }

    /** The fields; none if the text is no JSON object, because anybody may write a key. */
    static Map<String, Object> fields(String text) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(text);
            return fields == null ? Map.of() : fields;
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** The value as an object; empty if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> nested(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    /** The objects in a list; none if it is no list. */
    static List<Map<String, Object>> objects(Object value) {
        return value instanceof List<?> list ? list.stream().map(Json::nested).toList() : List.of();
    }

    /** The texts in a list; none if it is no list. */
    static List<String> texts(Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    static long number(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Empty if there is none. */
    static String string(Object value) {
        return value == null ? "" : String.valueOf(value);
    }
}
