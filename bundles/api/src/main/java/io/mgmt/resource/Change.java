// SPDX-License-Identifier: Apache-2.0
package io.mgmt.resource;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** One difference between what is and what is to be, and the way to remove it. */
@ConsumerType
public interface Change {

    /** For one line of a log, such as {@code mode 0600, wanted 0644}; nothing secret. */
    String summary();

    /** A longer view, such as a unified diff; nothing secret. */
    default Optional<String> diff() {
        return Optional.empty();
    }

    /** Removes the difference. Safe to repeat. */
    void apply(Context context) throws ResourceException;
}
