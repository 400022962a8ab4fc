// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.store.Event;
import io.mgmt.store.WatchListener;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a watch told, in the order in which it did. */
public final class Recorder implements WatchListener {

    private final List<Event> events = new ArrayList<>();
    private final List<Long> revisions = new ArrayList<>();
    private final List<Long> compactions = new ArrayList<>();
    private boolean inside;
    private String broken = "";

    @Override
    public void changed(long revision, List<Event> changes) {
        enter(revision, changes);
        synchronized (this) {
            events.addAll(changes);
            revisions.add(revision);
            inside = false;
        }
    }

    @Override
    public synchronized void compacted(long compactRevision) {
        compactions.add(compactRevision);
    }

    private synchronized void enter(long revision, List<Event> changes) {
        long last = revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1);
        if (inside) {
            broken = "two calls at once";
        } else if (changes.isEmpty()) {
            broken = "a call without an event, at revision " + revision;
        } else if (changes.get(changes.size() - 1).entry().modRevision() != revision) {
            broken = "revision " + revision + " is not that of the last event " + changes;
        } else if (changes.get(0).entry().modRevision() <= last) {
            broken = "revision " + changes.get(0).entry().modRevision() + " after " + last;
        }
        inside = true;
    }

    /** All events so far. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Keys and values so far: {@code key=value}, or {@code key gone}. */
    public synchronized List<String> told() {
        return events.stream()
                .map(event -> event.deleted()
                        ? event.entry().key() + " gone"
                        : event.entry().key() + "=" + event.entry().value())
                .toList();
    }

    /** How often {@link #changed} was called. */
    public synchronized int calls() {
        return revisions.size();
    }

    /** The compactions told so far. */
    public synchronized List<Long> compactions() {
        return List.copyOf(compactions);
    }

    /** What {@link WatchListener} promises and did not hold; empty if nothing. */
    public synchronized String broken() {
        return broken;
    }
}
