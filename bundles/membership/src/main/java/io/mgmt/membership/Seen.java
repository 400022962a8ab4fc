// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.cluster.ClusterView;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What came of a look at the cluster. */
sealed interface Seen {

    /**
     * Tells which it is.
     *
     * @param view of the look; null if it failed
     * @param failure of the look
     * @param latest what was seen before
     */
    static Seen of(ClusterView view, Optional<Throwable> failure, Optional<ClusterView> latest,
            Function<ClusterView, Outlook> outlook) {
        if (failure.isEmpty()) {
            return new Now(outlook.apply(view));
        }
        String problem = Objects.toString(failure.get().getMessage(), failure.get().toString());
        return latest.<Seen>map(old -> new Before(outlook.apply(old), problem)).orElse(new Never(problem));
    }

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
