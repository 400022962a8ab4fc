// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names of constants as they stand in keys: camelCase. */
final class Words {

    /** Asked for thousands of times at each look. */
    private static final Map<Enum<?>, String> KNOWN = new ConcurrentHashMap<>();

    private Words() {
    }

    static String of(Enum<?> constant) {
        return KNOWN.computeIfAbsent(constant, Words::word);
    }

    private static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
