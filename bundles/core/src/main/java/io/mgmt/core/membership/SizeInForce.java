// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import io.mgmt.core.identity.ClusterSize;
import java.util.Optional;

/**
 * The size that holds, and what {@code accepted/idealClusterSize} is to say. An operator's wrong value, or
 * none, changes nothing; a deleted accepted value is written again.
 *
 * @param voters 1 or more
 * @param write the accepted key does not say so yet
 * @param note what a person should know, in a sentence; empty if nothing
 */
public record SizeInForce(int voters, boolean write, String note) {

    /**
     * Judges the two keys.
     *
     * @param ideal {@code idealClusterSize} as it stands
     * @param accepted {@code accepted/idealClusterSize} as it stands
     * @param remembered the size that was in force when this agent last looked; 0 if it never did
     * @param present how many voters there are: in force if nothing else is known
     * @param most the largest size that is taken
     */
    public static SizeInForce of(Optional<String> ideal, Optional<String> accepted, int remembered, int present,
            int most) {
        int before = accepted.isEmpty() ? remembered
                : new ClusterSize(remembered, "").accept(accepted, present, most).value();
        ClusterSize size = new ClusterSize(before, "").accept(ideal, present, most);
        boolean isWritten = accepted.filter(text -> text.equals(Integer.toString(size.value()))).isPresent();
        return new SizeInForce(size.value(), !isWritten, size.note());
    }
}
