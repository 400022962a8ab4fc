// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.core.membership.Delays;
import io.mgmt.core.membership.Departure;
import io.mgmt.core.membership.Departure.Others;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host that has withdrawn, and waits to be replaced or removed. */
final class Farewell {

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private final String host;
    private final Duration since;
    private final Delays delays;
    private final Consumer<Duration> lookAgain;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Others others = Others.STAY;
    private Duration othersSince;

    /** @param lookAgain takes in which time to look again, though nothing may have happened */
    Farewell(String host, Duration since, Delays delays, Consumer<Duration> lookAgain) {
        this.host = host;
        this.since = since;
        this.delays = delays;
        this.lookAgain = lookAgain;
        othersSince = since;
    }

    /** Completes when the host may end. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** What is waited for, for people; empty if it is over. */
    Optional<String> waitsFor() {
        return over.isDone() ? Optional.empty()
                : Optional.of("this host to be replaced in the cluster, or removed from it");
    }

    /** No longer waits. */
    void cancel() {
        over.complete(null);
    }

    /**
     * Looks whether the host may end.
     *
     * @param unconnectedSince since when no member of the cluster has answered; empty if one does
     */
    void look(Duration now, boolean isMember, boolean isNoted, Others nowOthers,
            Optional<Duration> unconnectedSince) {
        if (nowOthers != others) {
            others = nowOthers;
            othersSince = now;
            lookAgain.accept(Departure.SEEN_BY_ALL);
        }
        Duration waited = now.minus(since);
        new Departure(isMember, isNoted, others, now.minus(othersSince), unconnectedSince.map(now::minus), waited)
                .reason(delays).filter(reason -> !over.isDone()).ifPresent(reason -> {
                    LOG.info("{} goes: waitedMs={} reason=\"{}\"", host, waited.toMillis(), reason);
                    over.complete(null);
                });
    }
}
