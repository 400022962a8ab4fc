// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells files that are finished from those that somebody still writes: the former have not changed for
 * {@link #QUIET}. What is gone is gone only after that time, too, so that a file which is replaced by
 * deleting and copying does not go in between.
 */
final class Settling {

    /** Longer than a copy pauses between two writes, shorter than a person notices. */
    static final Duration QUIET = Duration.ofMillis(200);

    private final Map<String, Seen> seen = new HashMap<>();
    private SortedMap<String, Stamp> settled = new TreeMap<>();

    /**
     * @param stamp empty: the file is not there
     * @param since when it was seen like this for the first time
     */
    private record Seen(Optional<Stamp> stamp, Duration since) {
    }

    /**
     * Takes a look.
     *
     * @param present what is there now
     * @param now of the monotonic clock
     * @param epochMillis of the wall clock, which file systems note; a file that is older than the wait
     *        was finished before it came here, by a rename
     * @return how long to wait until the next look; empty if everything is settled
     */
    Optional<Duration> look(SortedMap<String, Stamp> present, Duration now, long epochMillis) {
        Map<String, Optional<Stamp>> all = new TreeMap<>();
        settled.keySet().forEach(name -> all.put(name, Optional.empty()));
        present.forEach((name, stamp) -> all.put(name, Optional.of(stamp)));
        SortedMap<String, Stamp> next = new TreeMap<>();
        Optional<Duration> wait = Optional.empty();
        for (Map.Entry<String, Optional<Stamp>> file : all.entrySet()) {
            String name = file.getKey();
            Optional<Stamp> stamp = file.getValue();
            Seen before = seen.get(name);
            if (before == null || !before.stamp().equals(stamp)) {
                before = new Seen(stamp, now);
                seen.put(name, before);
            }
            Duration left = QUIET.minus(now.minus(before.since()));
            boolean old = stamp.isPresent() && epochMillis - stamp.get().modifiedMillis() >= QUIET.toMillis();
            if (old || left.isNegative() || left.isZero()) {
                stamp.ifPresent(s -> next.put(name, s));
            } else {
                Optional.ofNullable(settled.get(name)).ifPresent(s -> next.put(name, s));
                wait = Optional.of(wait.filter(shortest -> shortest.compareTo(left) < 0).orElse(left));
            }
        }
        seen.keySet().retainAll(all.keySet());
        settled = next;
        return wait;
    }

    /** The files that are finished, as they were when they settled. */
    SortedMap<String, Stamp> settled() {
        return settled;
    }
}
