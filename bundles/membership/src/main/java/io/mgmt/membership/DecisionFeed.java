// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.identity.Keys;
import io.mgmt.store.Event;
import io.mgmt.store.Store;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The decisions of whoever leads, as they are written. */
final class DecisionFeed implements Feed {

    /** A resize takes some dozen steps; who does not read them misses the rest. */
    private static final int MOST_WAITING = 1000;

    private final BlockingQueue<Decision> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Store.Subscription subscription;

    DecisionFeed(Store store, long fromRevision) {
        subscription = store.watch(Keys.DECISIONS, fromRevision, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                events.stream().filter(event -> !event.deleted()).forEach(event ->
                        waiting.offer(decision(event.entry().value(), event.entry().modRevision())));
            }

            @Override
            public void compacted(long compactRevision) {
                // Only words are lost: how far the cluster is shows at each look.
            }
        });
    }

    private static Decision decision(String value, long revision) {
        Map<String, Object> fields = Json.fields(value);
        return new Decision(text(fields, "step"), text(fields, "host"), text(fields, "reason"), text(fields, "by"),
                revision);
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    @Override
    public Optional<Decision> next(Duration within) throws InterruptedException {
        return Optional.ofNullable(waiting.poll(within.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
