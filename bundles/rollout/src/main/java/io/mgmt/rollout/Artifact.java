// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.util.Objects;

/**
 * One bundle as it is stored in the cluster, under its name.
 *
 * @param attempt tells one {@code mgmt deploy} from the other, also of the same bundle; grows
 * @param sha256 64 hex digits, of the whole jar
 * @param parts how many keys hold it
 */
record Artifact(long attempt, String version, String sha256, long bytes, int parts) {

    Artifact {
        Objects.requireNonNull(version, "version");
        if (!sha256.matches("[0-9a-f]{64}") || attempt < 1 || bytes < 1 || parts < 1) {
            throw new IllegalArgumentException("no artifact: attempt=" + attempt + " sha256=" + sha256 + " bytes="
                    + bytes + " parts=" + parts);
        }
    }

    /** As people see it. */
    String shortHash() {
        return sha256.substring(0, 8);
    }
}
