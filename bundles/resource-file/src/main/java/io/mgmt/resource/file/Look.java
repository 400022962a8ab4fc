// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource.file;

import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Fields;
import io.mgmt.resource.InvalidResourceException;
import java.util.Optional;

/**
 * The attributes that are asked for.
 *
 * @param mode 0 to 07777; {@link #KEEP}: as it is
 * @param owner null: as it is
 * @param group null: as it is
 */
record Look(int mode, Identity owner, Identity group) {

    /** The mode that stands for "as it is". */
    static final int KEEP = -1;

    static Look of(ResourceSpec spec, Fields fields) throws InvalidResourceException {
        if (spec.fields().get("mode") instanceof Long number) {
            throw new InvalidResourceException("mode", "mode is the number " + number
                    + "; YAML reads 0644 as a number too", "Put it in quotes: mode: \"0644\".");
        }
        Optional<String> mode = fields.text("mode");
        return new Look(mode.isPresent() ? Mode.parse(mode.get()) : KEEP,
                identity("owner", fields, false), identity("group", fields, true));
    }

    private static Identity identity(String field, Fields fields, boolean isGroup)
            throws InvalidResourceException {
        Optional<String> name = fields.text(field);
        if (name.isPresent() && (name.get().isBlank() || name.get().indexOf('\0') >= 0)) {
            throw new InvalidResourceException(field, field + " is \"" + name.get() + "\"",
                    "Write a name, or a number in quotes; or leave " + field + " out.");
        }
        return name.map(text -> new Identity(text, isGroup)).orElse(null);
    }

    /** The same owner and group with another mode. */
    Look withMode(int other) {
        return new Look(other, owner, group);
    }
}
