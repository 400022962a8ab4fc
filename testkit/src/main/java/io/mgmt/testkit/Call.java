// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Txn;
import java.util.Optional;

/**
 * A call that a {@link FakeStore} received.
 *
 * @param subject the key, the prefix, the lease id in hex, or empty for a transaction and a grant
 * @param txn only of a commit
 */
public record Call(Kind kind, String subject, Optional<Txn> txn) {

    /** Which method was called. */
    public enum Kind { GET, LIST, COMMIT, GRANT, REVOKE }

    /** True if it may change the store. */
    public boolean isWrite() {
        return kind != Kind.GET && kind != Kind.LIST;
    }

    /** True for a commit that writes or deletes a key beginning with the prefix. */
    public boolean writesUnder(String prefix) {
        return txn.isPresent()
                && txn.get().writes().stream().anyMatch(write -> write.key().startsWith(prefix));
    }
}
