// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Timers.Timer;
import io.mgmt.cluster.ClusterState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end: the session first, while the store still answers, so that nobody waits for its
 * lease; then etcd. Member and data stay. Each part is bounded.
 */
final class Leaving {

    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);
    private static final Duration SESSION_WITHIN = Duration.ofSeconds(2);

    private final Ports ports;
    private final Executor mailbox;
    private final HostMemory memory;
    private final EtcdWatch etcd;
    private final Duration deadline;

    /** @param within all of it */
    Leaving(Ports ports, Executor mailbox, HostMemory memory, EtcdWatch etcd, Duration within) {
        this.ports = ports;
        this.mailbox = mailbox;
        this.memory = memory;
        this.etcd = etcd;
        deadline = ports.timers().now().plus(within);
    }

    /** Never fails: what did not succeed was logged. */
    CompletableFuture<Void> go(HostSession session) {
        return bounded("the end of the session", SESSION_WITHIN, session.end())
                .thenComposeAsync(this::stopEtcd, mailbox);
    }

    private CompletableFuture<Void> stopEtcd(boolean hasEnded) {
        if (hasEnded) {
            forgetLeases();
        }
        // First, so that the client does not complain about an etcd that goes on purpose.
        ports.connector().connect(List.of(), "");
        return bounded("the end of etcd", deadline.minus(ports.timers().now()), etcd.stop())
                .thenAccept(hasStopped ->
                LOG.info("{} left: session={} etcd={} reason=\"the agent ends{}\"",
                        ports.host().name(), hasEnded ? "ended" : "open",
                        !etcd.isOurs() ? "none" : hasStopped ? "stopped" : "running", remains()));
    }

    private String remains() {
        return !etcd.isOurs() ? "" : ports.host().isTemporary()
                ? "; its data was temporary and goes with it"
                : memory.member().isPresent() ? "; member and data are kept" : "; it is no member";
    }

    private void forgetLeases() {
        ClusterState cluster = memory.cluster();
        if (!cluster.leases().isEmpty()) {
            try {
                memory.cluster(cluster.seen(cluster.clusterId(), cluster.endpoints(), List.of()));
            } catch (IOException e) {
                // The next start revokes a lease that is gone already, which is no error.
                LOG.warn("{} could not forget its lease: reason=\"{}\"", ports.host().name(),
                        e.getMessage());
            }
        }
    }

    /** True if the work was done in time. */
    private CompletableFuture<Boolean> bounded(String what, Duration within,
            CompletableFuture<Void> work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Timer bound = ports.timers().after(within, () -> {
            if (done.complete(false)) {
                LOG.warn("{} no longer waits for {}: waitedMs={}", ports.host().name(), what,
                        within.toMillis());
            }
        });
        work.whenComplete((nothing, e) -> {
            bound.close();
            if (done.complete(e == null) && e != null) {
                LOG.warn("{} did not reach {}: reason=\"{}\"", ports.host().name(), what,
                        e.getMessage());
            }
        });
        return done;
    }
}
