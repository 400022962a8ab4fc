// SPDX-License-Identifier: Apache-2.0
package io.mgmt.simulator;

import io.mgmt.agent.Agent;
import io.mgmt.agent.HostName;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.Sizing;
import io.mgmt.etcd.Members;
import io.mgmt.membership.SimulatedHost;
import io.mgmt.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One process of the agent, from its start to its end. What a dead one asks for does not happen, and
 * it hears nothing; a stopped one hears it later.
 */
final class AgentRun implements Caller, Host, HostState, Agent, ClusterSizingPolicy {

    final Machine machine;
    private final World world;
    private final AgentTimers timers;
    private final AgentServer server;
    private final AgentClient client;
    private final UUID id;
    private final List<Runnable> queue = new ArrayList<>();
    private Optional<SimulatedHost> host = Optional.empty();
    private boolean dead;
    private boolean paused;
    private boolean isLeaving;
    private int effects;
    private int dieAt = Integer.MAX_VALUE;
    private boolean diesBefore;
    private int stopAt = Integer.MAX_VALUE;
    private boolean stopsBefore;
    private long stopNanos;
    private Optional<ClusterView> lastView = Optional.empty();
    private Map<String, Object> configuration = Map.of();
    private Optional<String> end = Optional.empty();

    AgentRun(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        id = machine.disk.hostId;
        timers = new AgentTimers(world, this);
        server = new AgentServer(world, this);
        client = new AgentClient(world, this);
    }

    /** As many voters as people want; remembers what it was asked, for {@link Checks}. */
    @Override
    public Sizing size(ClusterView view) {
        lastView = Optional.of(view);
        return new Sizing(view.wanted().voters(), "idealClusterSize");
    }

    /** What its last decision was made from. */
    Optional<ClusterView> lastView() {
        return lastView;
    }

    Map<String, Object> configuration() {
        return configuration;
    }

    void begin(Map<String, Object> properties) {
        configuration = properties;
        world.trace.add(machine.name, "agent starts");
        run(() -> {
            String token = Texts.hex(world.dice.next());
            host = SimulatedHost.prepare(new SimulatedHost.Doors(this, this, server, client, timers,
                    this), properties, token);
            host.ifPresent(loop -> {
                loop.start();
                loop.policies(this);
            });
        });
    }

    AgentServer server() {
        return server;
    }

    AgentClient client() {
        return client;
    }

    AgentTimers timers() {
        return timers;
    }

    Optional<SimulatedHost> host() {
        return host;
    }

    /** What it said when it ended by itself. */
    Optional<String> end() {
        return end;
    }

    boolean isAlive() {
        return !dead;
    }

    boolean isAwake() {
        return !dead && !paused;
    }

    boolean isConnected() {
        return client.connection().filter(Connection::isConnected).isPresent();
    }

    boolean isLeaving() {
        return isLeaving;
    }

    /** Lets it die between this and that: just before, or just after, the n-th effect from now on. */
    void dieAt(int effect, boolean before) {
        dieAt = effects + effect;
        diesBefore = before;
    }

    /** Runs code of the agent; later, if it is stopped. */
    @Override
    public void run(Runnable action) {
        if (dead) {
            return;
        }
        if (paused) {
            queue.add(action);
            return;
        }
        try {
            action.run();
        } catch (Crash e) {
            // It has died, as was asked for; the world goes on.
            world.trace.add(machine.name, "agent dies " + e.getMessage());
        }
    }

    /** Something that reaches the world: counted, and perhaps the last that this agent does. */
    @Override
    public <T> T effect(String what, Supplier<T> action) {
        if (dead) {
            throw new Crash("already");
        }
        effects++;
        if (effects == dieAt && diesBefore) {
            kill();
            throw new Crash("before " + what);
        }
        T result = action.get();
        if (effects == dieAt) {
            kill();
            throw new Crash("after " + what);
        }
        return result;
    }

    /** A call that the agent had decided on when it was stopped is made when it goes on. */
    @Override
    public <T> CompletableFuture<T> send(String what, Supplier<CompletableFuture<T>> call) {
        boolean isStopped = effects + 1 >= stopAt && !dead && !paused;
        if (isStopped) {
            stopAt = Integer.MAX_VALUE;
            world.trace.add(machine.name, "agent is stopped " + (stopsBefore ? "before " : "after ") + what);
            pause();
            world.scheduler.after(stopNanos, this::resume);
        }
        if (!isStopped || !stopsBefore) {
            return effect(what, call);
        }
        CompletableFuture<T> later = new CompletableFuture<>();
        run(() -> effect(what, call).whenComplete((value, e) -> {
            if (e == null) {
                later.complete(value);
            } else {
                later.completeExceptionally(e);
            }
        }));
        return later;
    }

    /** Lets it be stopped between this and that, for that time or until {@link #resume}. */
    void stopAt(int effect, boolean before, long nanos) {
        stopAt = effects + effect;
        stopsBefore = before;
        stopNanos = nanos;
    }

    void kill() {
        if (!dead) {
            dead = true;
            queue.clear();
            client.close();
        }
    }

    void pause() {
        paused = true;
    }

    void resume() {
        stopAt = Integer.MAX_VALUE;
        if (paused) {
            paused = false;
            List<Runnable> waiting = List.copyOf(queue);
            queue.clear();
            waiting.forEach(this::run);
        }
    }

    /** SIGTERM: withdraws, leaves, ends. */
    void terminate() {
        if (dead || isLeaving) {
            return;
        }
        isLeaving = true;
        world.trace.add(machine.name, "agent is asked to stop");
        run(() -> host.ifPresentOrElse(loop -> loop.withdraw().thenCompose(done -> loop.leave())
                .whenComplete((done, e) -> over()), this::over));
    }

    /** As a reboot asks for: member and data stay, nothing is withdrawn. */
    void terminateKeeping() {
        if (!dead && !isLeaving) {
            isLeaving = true;
            world.trace.add(machine.name, "agent is asked to stop and keep its member");
            run(() -> host.ifPresentOrElse(
                    loop -> loop.leave().whenComplete((done, e) -> over()), this::over));
        }
    }

    private void over() {
        world.trace.add(machine.name, "agent has ended");
        kill();
    }

    // Caller

    @Override
    public int index() {
        return machine.index;
    }

    @Override
    public String label() {
        return machine.name;
    }

    @Override
    public void services(Optional<Store> store, Optional<Members> members) {
        host.ifPresent(loop -> {
            loop.members(members);
            loop.store(store);
        });
    }

    // Agent

    @Override
    public void end(int exitCode, String message) {
        if (end.isEmpty()) {
            end = Optional.of(exitCode + " " + message);
            world.trace.add(machine.name, "agent ends by itself: " + end.get());
            world.checks.ended(machine, exitCode, message);
            world.scheduler.after(0, this::terminateKeeping);
        }
    }

    // Host

    @Override
    public HostName name() {
        return new HostName(machine.name);
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Path stateDirectory() {
        return Path.of("/state/" + machine.name);
    }

    @Override
    public boolean isTemporary() {
        return false;
    }

    // HostState

    @Override
    public Optional<MemberState> member() {
        return machine.disk.member;
    }

    @Override
    public void member(MemberState state) throws IOException {
        write("state.json is " + state.phase() + " " + state.memberId(),
                () -> machine.disk.member = Optional.of(state));
    }

    @Override
    public void forgetMember() throws IOException {
        write("state.json is forgotten", () -> machine.disk.member = Optional.empty());
    }

    @Override
    public Optional<ClusterState> cluster() {
        return machine.disk.cluster;
    }

    @Override
    public void cluster(ClusterState state) throws IOException {
        write("cluster.json is " + state.clusterId(),
                () -> machine.disk.cluster = Optional.of(state));
    }

    @Override
    public void forgetCluster() throws IOException {
        write("cluster.json is forgotten", () -> machine.disk.cluster = Optional.empty());
    }

    private void write(String what, Runnable action) throws IOException {
        if (machine.disk.isFull && !dead) {
            throw new IOException("no space left on device");
        }
        effect(what, () -> {
            action.run();
            world.trace.add(machine.name, what);
            return what;
        });
    }
}
