// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON of the keys; the order of the fields is kept, so that equal values give equal texts. */
final class Json {

    private Json() {
    }

    /** @param namesAndValues in turn */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** The value as an object; empty if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> nested(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    /** The texts in a list; empty if it is none. */
    static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.stream().filter(String.class::isInstance).forEach(text -> texts.add((String) text));
        }
        return texts;
    }

    static String text(Map<String, Object> object) {
        try {
            return JSON.std.asString(object);
        } catch (IOException e) {
            throw new IllegalStateException("texts, numbers, lists and maps always have a JSON: "
                    + object, e);
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
}
