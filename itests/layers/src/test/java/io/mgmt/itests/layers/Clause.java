// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One clause of a manifest header, such as {@code io.mgmt.graph;version="[1.0,2)"} (OSGi Core,
 * "Common Header Syntax").
 *
 * @param attributes attributes and directives, without quotes; a directive's name keeps its colon
 */
record Clause(String name, Map<String, String> attributes) {

    Clause {
        attributes = Map.copyOf(attributes);
    }

    /** All clauses of a header; {@code a;b;version=1} are two. A header that is absent has none. */
    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(header == null ? "" : header, ',')) {
            List<String> names = new ArrayList<>();
            Map<String, String> attributes = new LinkedHashMap<>();
            for (String part : split(clause, ';')) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    names.add(part);
                } else {
                    attributes.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
                }
            }
            names.forEach(name -> clauses.add(new Clause(name, attributes)));
        }
        return clauses;
    }

    private static String unquoted(String value) {
        return value.strip().replace("\"", "");
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator && !quoted) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (text.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return parts;
    }
}
