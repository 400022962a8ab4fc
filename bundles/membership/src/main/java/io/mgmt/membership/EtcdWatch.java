// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.core.identity.Identity;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.StartPlan;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The etcd of this host as the loop last looked at it; of a client it is always stopped. */
final class EtcdWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EtcdWatch.class);

    private final String host;
    private final Prepared prepared;
    private final Optional<Agent> agent;
    private AutoCloseable subscription = () -> { };
    private ServerStatus status = ServerStatus.STOPPED;
    private boolean hasServed;
    private String version = "";

    EtcdWatch(String host, Prepared prepared, Optional<Agent> agent) {
        this.host = host;
        this.prepared = prepared;
        this.agent = agent;
    }

    /** @param changed called from any thread */
    void follow(Runnable changed) {
        if (isOurs()) {
            subscription = etcd().onChange(changed);
        }
    }

    /** Starts what this host has begun with: its own member, or the founding of a cluster. */
    void start() {
        if (isOurs() && startsAtOnce()) {
            start(prepared.plan().get());
        } else if (isOurs()) {
            // Others choose by its version.
            etcd().provision();
        }
    }

    void start(StartPlan plan) {
        etcd().start(plan);
        // The news of it comes later. Until then what was known before would be taken for what became of it, and a
        // member without data yet for one that has lost its data. That it serves, though, is news of its own.
        if (etcd().status().state() != State.SERVING) {
            look();
        }
    }

    /** False for a host that joins a cluster of others: it waits to be nominated. */
    private boolean startsAtOnce() {
        return prepared.identity() instanceof Identity.Found || prepared.identity() instanceof Identity.StartOwn;
    }

    boolean hasData() {
        return isOurs() && etcd().hasData();
    }

    /** The last known version of its binary; empty until then, and of a client. */
    String version() {
        return version;
    }

    CompletableFuture<Void> stop() {
        return isOurs() ? etcd().stop() : CompletableFuture.completedFuture(null);
    }

    /** False with {@code --no-server}. */
    boolean isOurs() {
        return prepared.plan().isPresent();
    }

    ServerStatus status() {
        return status;
    }

    boolean serves() {
        return status.state() == State.SERVING;
    }

    /** It is not spawned again unless it is started. */
    boolean hasFailed() {
        return status.state() == State.FAILED;
    }

    /**
     * Looks again.
     *
     * @return true if it serves now and did not before, or the other way round
     */
    boolean look() {
        if (!isOurs()) {
            return false;
        }
        ServerStatus before = status;
        status = etcd().status();
        hasServed |= serves();
        version = status.version().isEmpty() ? version : status.version();
        if (status.state() == State.FAILED && !status.equals(before)) {
            failed();
        }
        return serves() != (before.state() == State.SERVING);
    }

    /**
     * The graph of the host goes on without etcd, unless the person who just started it has to act
     * first.
     */
    private void failed() {
        if (status.exit() == Exit.REMOVED) {
            LOG.info("{} runs no etcd any more: reason=\"its member was removed from the cluster\"", host);
            return;
        }
        boolean ends = !hasServed && startsAtOnce()
                && (status.exit() == Exit.NO_BINARY || status.exit() == Exit.PORT_TAKEN);
        LOG.error("{} has no etcd: exit={} consequence=\"{}\" reason=\"{}\"", host, status.exit(),
                ends ? "the agent ends"
                : "its graph goes on; exports, collection and resizing wait", status.message());
        if (ends) {
            agent.ifPresent(ours -> ours.end(Agent.FAILED, status.message()));
        }
    }

    private EtcdServer etcd() {
        return prepared.etcd().orElseThrow();
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            // AutoCloseable allows anything; a listener that stays only rings a bell that nobody
            // hears.
            LOG.debug("{} could not unsubscribe from etcd", host, e);
        }
    }
}
