// SPDX-License-Identifier: Apache-2.0
package io.mgmt.cluster;

import java.util.Objects;

/**
 * How many voters the cluster should have.
 *
 * @param voters 1 or more
 * @param reason in words; never empty
 */
public record Sizing(int voters, String reason) {

    /** @throws IllegalArgumentException if there are no voters or no reason */
    public Sizing {
        Objects.requireNonNull(reason, "reason");
        if (voters < 1 || reason.isBlank()) {
            throw new IllegalArgumentException(
                    "a sizing needs 1 voter or more, and a reason: " + voters + ", \"" + reason + "\"");
        }
    }
}
