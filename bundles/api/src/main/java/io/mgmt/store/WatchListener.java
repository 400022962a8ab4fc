// SPDX-License-Identifier: Apache-2.0
package io.mgmt.store;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Hears about changes, one call at a time and in the order of revisions. Must return at once. */
@ConsumerType
public interface WatchListener {

    /**
     * Changes; those of one revision are never split over two calls.
     *
     * @param revision of the last of them
     */
    void changed(long revision, List<Event> events);

    /**
     * The history since the revision asked for was compacted away: list anew, then watch from there.
     * The watch is over.
     */
    void compacted(long compactRevision);
}
