// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import java.util.Locale;

/** The names of constants as they stand in keys: camelCase. */
final class Words {

    private Words() {
    }

    static String of(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_")) {
            word.append(word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return word.toString();
    }
}
