// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Numbers and booleans exactly as snakeyaml's safe constructor reads them (YAML 1.1). */
final class Scalars extends SafeConstructor {

    Scalars() {
        super(new LoaderOptions());
    }

    /** Long, Double or Boolean; empty if it is a whole number that no long can hold. */
    Optional<Object> of(ScalarNode node) {
        Object value = getConstructor(node).construct(node);
        if (value instanceof Integer number) {
            return Optional.of(number.longValue());
        }
        return value instanceof Long || value instanceof Double || value instanceof Boolean
                ? Optional.of(value) : Optional.empty();
    }
}
