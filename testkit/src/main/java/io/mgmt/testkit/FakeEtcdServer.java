// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import io.mgmt.agent.Timers;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * An {@link EtcdServer} without a process. What outlives the agent is its {@link FakeEtcdPlace}: a
 * test that kills the agent makes another server on the same place, which then adopts. After a
 * crash it is spawned again after a second.
 *
 * <p>Listeners are called by the timers, as the real one calls them from a thread of its own.
 */
public final class FakeEtcdServer implements EtcdServer {

    /** After a crash. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FakeEtcdPlace place;
    private final Timers timers;
    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private ServerStatus status = ServerStatus.STOPPED;
    /** What runs, or is to run again; empty: nothing was asked for. */
    private Optional<StartPlan> asked = Optional.empty();

    /** @param timers those of the agent; the place has its own */
    public FakeEtcdServer(FakeEtcdPlace place, Timers timers) {
        this.place = Objects.requireNonNull(place, "place");
        this.timers = Objects.requireNonNull(timers, "timers");
        place.attach(this);
    }

    /** From now on {@link #preflight} says this. */
    public void refuse(String what) {
        problem = Optional.of(what);
    }

    /** As if it had failed for good. */
    public void fail(Exit exit, String message) {
        asked = Optional.empty();
        place.end();
        change(new ServerStatus(State.FAILED, OptionalLong.empty(), "", "", false, exit, message));
    }

    @Override
    public Optional<String> preflight(StartPlan plan) {
        Objects.requireNonNull(plan, "plan");
        return problem;
    }

    @Override
    public void provision() {
        if (asked.isEmpty() && status.version().isEmpty()) {
            change(new ServerStatus(status.state(), OptionalLong.empty(), place.version(), "/usr/bin/etcd", false,
                    status.exit(), status.message()));
        }
    }

    @Override
    public void start(StartPlan plan) {
        asked = Optional.of(plan);
        boolean adopted = place.isRunning();
        if (!adopted) {
            place.spawn(plan);
        }
        follow(adopted);
    }

    @Override
    public CompletableFuture<Void> stop() {
        asked = Optional.empty();
        place.end();
        change(new ServerStatus(State.STOPPED, OptionalLong.empty(), "", "", false, Exit.ASKED,
                ""));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public ServerStatus status() {
        return status;
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean hasData() {
        return place.hasData();
    }

    @Override
    public Optional<Path> archive() {
        if (place.isRunning()) {
            throw new IllegalStateException("archived while the process runs");
        }
        return place.archive();
    }

    /** The place changed by itself. */
    void follow(boolean adopted) {
        if (asked.isPresent()) {
            State state = place.isServing() ? State.SERVING : place.isRunning() ? State.STARTING
                    : State.BACKING_OFF;
            change(new ServerStatus(state, place.isRunning() ? OptionalLong.of(4242)
                    : OptionalLong.empty(),
                    place.version(), "/usr/bin/etcd", adopted, state == State.BACKING_OFF
                    ? Exit.CRASHED : Exit.NONE,
                    ""));
            if (state == State.BACKING_OFF) {
                timers.after(PAUSE, this::respawn);
            }
        }
    }

    private void respawn() {
        if (asked.isPresent() && !place.isRunning()) {
            start(asked.get());
        }
    }

    private void change(ServerStatus next) {
        if (!status.equals(next)) {
            status = next;
            for (Runnable listener : List.copyOf(listeners)) {
                timers.after(Duration.ZERO, listener);
            }
        }
    }
}
