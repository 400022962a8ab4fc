// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Timers;
import io.mgmt.core.graph.VertexEvent;
import io.mgmt.resource.Change;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task on one resource, on a thread of the pool. Whatever a plug-in throws fails its own vertex
 * only.
 */
final class Work {

    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final String host;
    private final Timers timers;

    Work(String host, Timers timers) {
        this.host = host;
        this.timers = timers;
    }

    VertexEvent arm(Live live, Runnable ring) {
        try {
            live.watch = live.resource().watch(live.context, ring);
            return new VertexEvent.Armed();
        } catch (Throwable e) {
            return new VertexEvent.Unarmed(reason(e));
        }
    }

    /** Checks, and unless it is noop changes and refreshes; logs what was changed. */
    VertexEvent run(Live live, boolean refresh) {
        Resource resource = live.resource();
        Duration start = timers.now();
        boolean partly = false;
        try {
            List<Change> changes = resource.check(live.context);
            if (live.node.vertex().meta().noop()) {
                return changes.isEmpty() ? new VertexEvent.Settled()
                        : new VertexEvent.Drifted(drift(changes));
            }
            for (Change change : changes) {
                if (live.context.isCancelled()) {
                    return new VertexEvent.Failed("cancelled", partly);
                }
                change.apply(live.context);
                partly = true;
            }
            if (refresh) {
                resource.refresh(live.context);
            }
            if (changes.isEmpty() && !refresh) {
                return new VertexEvent.Settled();
            }
            tell(live, changes, refresh, start);
            return new VertexEvent.Applied();
        } catch (Throwable e) {
            return new VertexEvent.Failed(reason(e), partly);
        }
    }

    VertexEvent close(Live live) {
        try {
            live.watch.close();
        } catch (RuntimeException | LinkageError e) {
            // A plug-in's mistake; the resource is given up in any case.
            LOG.warn("{} close failed: resource={} reason={}", host, live.node.ref(),
                    LogText.quoted(e.toString()));
        }
        Made.close(live.resource(), live.node.ref());
        return new VertexEvent.Closed();
    }

    private void tell(Live live, List<Change> changes, boolean refresh, Duration start) {
        long tookMillis = timers.now().minus(start).toMillis();
        if (changes.isEmpty()) {
            LOG.info("{} refreshed {}: tookMs={}", host, live.node.ref(), tookMillis);
            return;
        }
        LOG.info("{} applied {}: drift={}{} tookMs={}", host, live.node.ref(),
                LogText.quoted(drift(changes)), refresh ? " refreshed=true" : "", tookMillis);
        if (LOG.isDebugEnabled()) {
            changes.forEach(change -> change.diff()
                    .ifPresent(diff -> LOG.debug("{} applied {}:\n{}", host, live.node.ref(),
                    diff)));
        }
    }

    private static String drift(List<Change> changes) {
        if (changes.size() == 1) {
            return changes.get(0).summary();
        }
        StringBuilder all = new StringBuilder();
        for (Change change : changes) {
            all.append(all.length() == 0 ? "" : "; ").append(change.summary());
        }
        return all.toString();
    }

    /**
     * What a kind throws on purpose is written for people; anything else is its mistake and named
     * as such.
     */
    private static String reason(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (e instanceof ResourceException && e.getMessage() != null) {
            return e.getMessage();
        }
        LOG.debug("a resource broke its contract", e);
        return "the bundle of this kind failed: " + e
                + ". Report it, or take another version of it.";
    }
}
