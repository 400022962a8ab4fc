// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.etcd.jetcd.api.WatchResponse;
import io.mgmt.store.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the messages of a watch into whole revisions, each told once.
 *
 * <p>A message that is a fragment may end within a revision; that revision is kept back until the next
 * message shows that it is complete. What was told already, or is older than asked for, is left out:
 * after the connection was lost, etcd may send it again.
 */
final class WatchBuffer {

    private final List<Event> incomplete = new ArrayList<>();
    private long next;

    /** @param fromRevision the first revision to be told */
    WatchBuffer(long fromRevision) {
        this.next = fromRevision;
    }

    /** Where a new watch has to begin so that nothing is missed. */
    long next() {
        return next;
    }

    /** Another connection begins: it tells again what was incomplete. */
    void restart() {
        incomplete.clear();
    }

    /** The events that are complete now, in order; perhaps none. */
    List<Event> add(WatchResponse response) {
        for (io.etcd.jetcd.api.Event event : response.getEventsList()) {
            if (event.getKv().getModRevision() >= next) {
                incomplete.add(Wire.event(event));
            }
        }
        boolean more = Wire.hasMore(response);
        List<Event> complete = new ArrayList<>(more ? allButTheLastRevision() : incomplete);
        incomplete.subList(0, complete.size()).clear();
        if (!complete.isEmpty()) {
            next = revision(complete.get(complete.size() - 1)) + 1;
        } else if (isProgress(response, more)) {
            next = Math.max(next, response.getHeader().getRevision() + 1);
        }
        return complete;
    }

    /** etcd says with an empty message that everything up to its revision was told. */
    private static boolean isProgress(WatchResponse response, boolean more) {
        return response.getEventsCount() == 0 && !response.getCreated() && !response.getCanceled() && !more;
    }

    private List<Event> allButTheLastRevision() {
        int end = incomplete.size();
        long last = end == 0 ? 0 : revision(incomplete.get(end - 1));
        while (end > 0 && revision(incomplete.get(end - 1)) == last) {
            end--;
        }
        return incomplete.subList(0, end);
    }

    private static long revision(Event event) {
        return event.entry().modRevision();
    }
}
