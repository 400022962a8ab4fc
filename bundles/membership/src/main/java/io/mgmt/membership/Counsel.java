// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.Sizing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the advisers for the leader, and tells whenever they say something else. An answer that took long is
 * kept for the next look: a decision is made from the cluster as it is, not as it was then. For the mailbox
 * only.
 */
final class Counsel {

    /** A view is fresh for so long. */
    static final Duration FRESH = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Counsel.class);

    private final String host;
    private final Advisers advisers;
    private final Timers timers;
    private final Mailbox mailbox;
    private Optional<Advice> late = Optional.empty();
    private String told = "";
    private final Map<String, String> shadows = new HashMap<>();

    Counsel(String host, Advisers advisers, Timers timers, Mailbox mailbox) {
        this.host = host;
        this.advisers = advisers;
        this.timers = timers;
        this.mailbox = mailbox;
    }

    Advisers advisers() {
        return advisers;
    }

    /** @return what is advised; empty if that came too late for this view, and counts for the next one */
    CompletableFuture<Optional<Advice>> ask(ClusterView view) {
        Optional<Advice> kept = late;
        late = Optional.empty();
        if (kept.isPresent()) {
            return CompletableFuture.completedFuture(kept);
        }
        Duration asked = timers.now();
        return advisers.ask(view).thenApplyAsync(advice -> {
            heard(view, advice);
            boolean isFresh = timers.now().minus(asked).compareTo(FRESH) < 0;
            late = isFresh ? Optional.empty() : Optional.of(advice);
            return isFresh ? Optional.of(advice) : Optional.empty();
        }, mailbox);
    }

    /** What those said who were asked before does not count any more. */
    void advisersChanged() {
        late = Optional.empty();
    }

    /** Somebody else leads: what was advised here does not count any more. */
    void forget() {
        late = Optional.empty();
        told = "";
        shadows.clear();
    }

    private void heard(ClusterView view, Advice advice) {
        advice.sizing().decides().ifPresent(opinion -> {
            Sizing sizing = opinion.answer().orElseThrow();
            String now = opinion.name() + " " + opinion.of().version() + " " + sizing.voters();
            if (!now.equals(told)) {
                told = now;
                LOG.info("{} seeks a size: voters={} policy={} version={} reason=\"{}\"", host, sizing.voters(),
                        opinion.name(), opinion.of().version(), sizing.reason());
            }
        });
        advisers.sizing().shadows(view).thenAcceptAsync(all -> compareSizes(all, advice), mailbox);
        advisers.placement().shadows(view).thenAcceptAsync(all -> comparePlacements(all, advice), mailbox);
    }

    private void compareSizes(List<Opinion<Sizing>> all, Advice advice) {
        for (Opinion<Sizing> one : all) {
            tell(one, one.answer().filter(sizing -> advice.sizing().answer().filter(decided ->
                    decided.voters() == sizing.voters()).isEmpty()).map(sizing -> "it would ask for "
                            + Phrases.voters(sizing.voters()) + ": " + sizing.reason()));
        }
    }

    private void comparePlacements(List<Opinion<Placement>> all, Advice advice) {
        for (Opinion<Placement> one : all) {
            tell(one, one.answer().filter(placement -> !placement.equals(advice.order())).map(Phrases::order));
        }
    }

    private void tell(Opinion<?> shadow, Optional<String> difference) {
        String before = shadows.getOrDefault(shadow.name(), "");
        String now = difference.orElse("");
        if (!now.equals(before)) {
            shadows.put(shadow.name(), now);
            LOG.info("{} hears a shadow policy: policy={} difference=\"{}\"", host, shadow.name(),
                    now.isEmpty() ? "none any more" : now);
        }
    }
}
