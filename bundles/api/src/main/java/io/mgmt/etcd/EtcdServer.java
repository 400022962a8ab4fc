// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one etcd process of this host. It outlives the agent: deactivating the bundle leaves it
 * running, and the next start of the same plan adopts it.
 */
@ProviderType
public interface EtcdServer {

    /**
     * Whether the plan could be started now: the binary can be had, the ports are free or held by the
     * process that would be adopted, the directory can be written. Changes nothing.
     *
     * @return what is wrong, where, and how to fix it; empty if nothing is
     */
    Optional<String> preflight(StartPlan plan);

    /**
     * Looks for the binary, or fetches it, and starts nothing; then {@link #status} tells its version.
     * Returns at once. Does nothing once etcd was asked to start; an earlier process that still runs is left
     * alone.
     */
    void provision();

    /**
     * Sees to it that etcd runs: adopts the process of this data directory if it lives, otherwise gets
     * the binary, spawns it, and spawns it again after a crash with growing pauses. Returns at once;
     * {@link #status} tells how it goes.
     */
    void start(StartPlan plan);

    /** Ends the process in order (SIGTERM, then SIGKILL) and completes when it is gone. Data stays. */
    CompletableFuture<Void> stop();

    /** The state now. */
    ServerStatus status();

    /**
     * Calls the listener after each change of {@link #status}, from a thread of its own; returns at once.
     *
     * @return stops it
     */
    AutoCloseable onChange(Runnable listener);

    /** True if the data directory holds a write-ahead log: it belongs to some member. */
    boolean hasData();

    /**
     * Moves the data out of the way, into {@code archive/}; the newest 3 are kept, and at most 1 GiB.
     * The process must be stopped.
     *
     * @return where to; empty if there was none
     */
    Optional<Path> archive() throws java.io.IOException;
}
