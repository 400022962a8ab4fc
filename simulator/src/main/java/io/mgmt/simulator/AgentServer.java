// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The etcd of one host as its agent supervises it: with the states, probes and pauses of the real
 * supervisor (bundle io.mgmt.etcd.server).
 */
final class AgentServer implements EtcdServer {

    private static final long FAST_PROBE = 100_000_000L;
    private static final long SLOW_PROBE = 1_000_000_000L;
    private static final long FAST_FOR = 30_000_000_000L;
    private static final long SERVING_PROBE = 2_000_000_000L;
    private static final long SECOND_LOOK = 500_000_000L;
    private static final long STOP_BOUND = 10_000_000_000L;
    private static final long FIRST_PAUSE = 1_000_000_000L;
    private static final long LONGEST_PAUSE = 30_000_000_000L;
    private static final int MOST_ARCHIVES = 3;

    private final World world;
    private final AgentRun run;
    private final Machine machine;
    private final List<Runnable> listeners = new ArrayList<>();
    private ServerStatus status = ServerStatus.STOPPED;
    private Optional<StartPlan> asked = Optional.empty();
    private boolean isAdopted;
    private boolean isSeenServing;
    private boolean hadData;
    private int misses;
    private long silentSince;
    private long pause = FIRST_PAUSE;
    private Exit lastExit = Exit.NONE;
    private Scheduler.Due probe;

    AgentServer(World world, AgentRun run) {
        this.world = world;
        this.run = run;
        machine = run.machine;
    }

    @Override
    public Optional<String> preflight(StartPlan plan) {
        return machine.isPortTaken && !machine.runsEtcd()
                ? Optional.of(machine.name + " cannot start etcd: its port is taken")
                : Optional.empty();
    }

    @Override
    public void provision() {
        world.scheduler.after(world.dice.nanos(5, 50), () -> run.run(() -> {
            if (status.state() == State.STOPPED && asked.isEmpty()) {
                change(new ServerStatus(State.STOPPED, OptionalLong.empty(), machine.version(),
                        "/usr/bin/etcd", false, lastExit, ""));
            }
        }));
    }

    @Override
    public void start(StartPlan plan) {
        run.effect("the start of etcd", () -> {
            boolean runs = machine.runsEtcd();
            if (runs && asked.isPresent()) {
                probeIn(0);
                return plan;
            }
            asked = Optional.of(plan);
            pause = FIRST_PAUSE;
            lastExit = Exit.NONE;
            hadData = machine.disk.data != null;
            launch();
            return plan;
        });
    }

    private void launch() {
        StartPlan plan = asked.orElseThrow();
        isAdopted = machine.runsEtcd();
        if (!isAdopted) {
            boolean mustBeThere = hadData || !plan.founding() && lastExit == Exit.CRASHED;
            if (mustBeThere && machine.disk.data == null) {
                fail(Exit.BROKEN_DATA, "the data is gone");
                return;
            }
            if (machine.isPortTaken) {
                fail(Exit.PORT_TAKEN, "its port is taken");
                return;
            }
            machine.spawn(plan);
        } else {
            world.trace.add(machine.name, "adopted etcd: pid=" + machine.etcd.pid);
        }
        isSeenServing = false;
        misses = 0;
        silentSince = world.scheduler.now();
        publish(State.STARTING, "");
        probeIn(isAdopted ? 0 : FAST_PROBE);
    }

    /** The process ended, or something about it changed. */
    void processChanged() {
        boolean isWatched = status.state() == State.STARTING || status.state() == State.SERVING;
        if (isWatched && asked.isPresent() && !machine.runsEtcd() && run.isAlive()) {
            // Its parent hears of it at once; one that was adopted is nobody's child.
            probeIn(isAdopted ? SLOW_PROBE : 1_000_000);
        }
    }

    private void probeIn(long nanos) {
        if (probe != null) {
            probe.cancel();
        }
        probe = world.scheduler.after(nanos, () -> run.run(this::probe));
    }

    private void probe() {
        if (asked.isEmpty() || status.state() == State.FAILED || status.state() == State.BACKING_OFF) {
            return;
        }
        if (!machine.runsEtcd()) {
            ended();
            return;
        }
        hadData |= machine.disk.data != null;
        boolean serves = machine.etcd.serves();
        if (serves) {
            misses = 0;
            if (!isSeenServing) {
                isSeenServing = true;
                world.trace.add(machine.name, "etcd serves");
            }
            publish(State.SERVING, "");
        } else if (!isSeenServing || ++misses >= 2) {
            if (isSeenServing) {
                silentSince = world.scheduler.now();
                world.trace.add(machine.name, "etcd does not serve");
            }
            isSeenServing = false;
            publish(State.STARTING, "no answer");
        }
        boolean isYoung = world.scheduler.now() - silentSince < FAST_FOR;
        probeIn(serves ? SERVING_PROBE : isSeenServing ? SECOND_LOOK : isYoung ? FAST_PROBE
                : SLOW_PROBE);
    }

    private void ended() {
        isSeenServing = false;
        lastExit = machine.etcd.exit();
        String message = "etcd of " + machine.name + " ended: " + machine.etcd.words();
        if (lastExit == Exit.CRASHED || lastExit == Exit.ASKED) {
            lastExit = Exit.CRASHED;
            change(new ServerStatus(State.BACKING_OFF, OptionalLong.empty(), "", "", false,
                    Exit.CRASHED, message));
            probe = world.scheduler.after(pause, () -> run.run(() -> {
                if (asked.isPresent() && status.state() == State.BACKING_OFF) {
                    launch();
                }
            }));
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        } else {
            fail(lastExit, message);
        }
    }

    private void fail(Exit exit, String message) {
        lastExit = exit;
        change(new ServerStatus(State.FAILED, OptionalLong.empty(), "", "", false, exit, message));
    }

    private void publish(State state, String message) {
        change(new ServerStatus(state, OptionalLong.of(machine.etcd.pid), machine.version(),
                "/usr/bin/etcd", isAdopted, lastExit, message));
    }

    private void change(ServerStatus next) {
        if (!next.equals(status)) {
            status = next;
            for (Runnable listener : List.copyOf(listeners)) {
                world.scheduler.after(0, () -> run.run(listener));
            }
        }
    }

    @Override
    public CompletableFuture<Void> stop() {
        return run.effect("the stop of etcd", () -> {
            asked = Optional.empty();
            CompletableFuture<Void> gone = new CompletableFuture<>();
            if (!machine.runsEtcd()) {
                // All of the supervisor happens on a thread of its own.
                world.scheduler.after(world.dice.nanos(0.1, 1), () -> run.run(() -> stopped(gone)));
                return gone;
            }
            world.trace.add(machine.name, "stops etcd");
            Etcd etcd = machine.etcd;
            etcd.terminate();
            awaitEnd(etcd, gone, world.scheduler.now() + STOP_BOUND);
            return gone;
        });
    }

    private void awaitEnd(Etcd etcd, CompletableFuture<Void> gone, long bound) {
        world.scheduler.after(10_000_000, () -> run.run(() -> {
            if (!etcd.isAlive()) {
                lastExit = Exit.ASKED;
                stopped(gone);
                return;
            }
            if (world.scheduler.now() >= bound) {
                etcd.kill();
            }
            awaitEnd(etcd, gone, bound);
        }));
    }

    private void stopped(CompletableFuture<Void> gone) {
        change(new ServerStatus(State.STOPPED, OptionalLong.empty(), "", "", false, lastExit, ""));
        gone.complete(null);
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
        return machine.disk.data != null;
    }

    @Override
    public Optional<Path> archive() {
        if (machine.runsEtcd()) {
            throw new IllegalStateException("etcd of " + machine.name + " still runs; its data cannot"
                    + " be moved");
        }
        return run.effect("the archiving of data", () -> {
            Disk disk = machine.disk;
            if (disk.data == null) {
                return Optional.<Path>empty();
            }
            world.trace.add(machine.name, "archives the data of " + disk.data.memberId);
            world.checks.archived(machine, disk.data);
            disk.archive.add(disk.data);
            disk.archived++;
            disk.data = null;
            while (disk.archive.size() > MOST_ARCHIVES) {
                disk.archive.remove(0);
            }
            return Optional.of(Path.of("/state/" + machine.name + "/archive/" + disk.archived));
        });
    }
}
