// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

/** What came of a look at the cluster. */
sealed interface Seen {

    /** The cluster as it is. */
    record Now(Outlook outlook) implements Seen {
    }

    /**
     * It could not be looked at; this is how it was at the last look.
     *
     * @param problem why it could not
     */
    record Before(Outlook outlook, String problem) implements Seen {
    }

    /**
     * It could not be looked at, and never was.
     *
     * @param problem why it could not
     */
    record Never(String problem) implements Seen {
    }
}
