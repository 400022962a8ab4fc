// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.HostName;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import io.mgmt.etcd.EtcdConnector;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.StartPlan;
import io.mgmt.graph.RunningGraph;
import io.mgmt.testkit.FakeEtcdServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One process of the agent, with ports that reach the {@link World} and die with it: what a dead
 * agent asks for does not happen, and it hears nothing.
 */
final class Life implements Host, HostState, EtcdServer, EtcdConnector, Timers {

    private final World world;
    private final TestConfig config;
    private final FakeEtcdServer etcd;
    private final NewClusterWish wish = new NewClusterWish();
    private final Network network;
    final List<String> ends = new ArrayList<>();
    /** What reached the world, in order, by name. */
    final List<String> effects = new ArrayList<>();
    private Optional<IOException> diskProblem = Optional.empty();
    private int dieAt = Integer.MAX_VALUE;
    private boolean dieBefore;
    private boolean dead;
    private boolean leads;
    private HostLoop loop;

    Life(World world, TestConfig config) {
        this.world = world;
        this.config = config;
        etcd = new FakeEtcdServer(world.place, this);
        network = new Network(world, this);
    }

    /** Dies at the n-th effect from 1: just before it, or just after it. */
    Life dieAt(int effect, boolean before) {
        dieAt = effect;
        dieBefore = before;
        return this;
    }

    /** Takes part in leading the cluster; else this is about the host alone. */
    Life leading() {
        leads = true;
        return this;
    }

    /** Prepares and begins; what is refused ends the agent as the components do it. */
    Life start() {
        try {
            boolean needsServer = ServerPreparation.needsServer(config.config());
            Prepared prepared = new Preparation(config.settings(), this, this, wish,
                    new Prepared.Versions("0.1.0", "17"))
                    .prepare(needsServer ? Optional.of(this) : Optional.empty());
            begin(prepared);
        } catch (WrongInputException e) {
            ends.add(Agent.WRONG_INPUT + " " + e.getMessage());
        } catch (Crash e) {
            // It died while it prepared.
            assert dead;
        }
        return this;
    }

    /** A new loop in the same process, as after a change of bundles. */
    Life restartLoop() {
        loop.close();
        boolean needsServer = ServerPreparation.needsServer(config.config());
        begin(new Preparation(config.settings(), this, this, wish,
                new Prepared.Versions("0.1.0", "17"))
                .prepare(needsServer ? Optional.of(this) : Optional.empty()));
        return this;
    }

    private void begin(Prepared prepared) {
        loop = new HostLoop(new Ports(this, this, this, this, Runnable::run, wish,
                Optional.of((code, message) -> ends.add(code + " " + message))), prepared);
        if (!leads) {
            loop.leader().close();
        }
        loop.sizing(List.of(new Installed<>(new Installed.Label("fixed", "1.0.0", 0, 1, false),
                view -> new Sizing(view.wanted().voters(), "as an operator wants"))));
        loop.start();
        network.serve(loop);
    }

    HostLoop loop() {
        return loop;
    }

    FakeEtcdServer etcd() {
        return etcd;
    }

    Network network() {
        return network;
    }

    void graph(RunningGraph graph) {
        loop.graph(Optional.of(graph));
    }

    void breakDisk(String problem) {
        diskProblem = Optional.of(new IOException(problem));
    }

    void mendDisk() {
        diskProblem = Optional.empty();
    }

    /** SIGKILL: nothing of the agent runs any more; etcd does. */
    void kill() {
        dead = true;
        network.close();
    }

    boolean isDead() {
        return dead;
    }

    /** Something that reaches the world: counted, and perhaps the last that this agent does. */
    <T> T effect(String name, Supplier<T> action) {
        if (dead) {
            throw new Crash("dead");
        }
        boolean last = effects.size() + 1 == dieAt;
        if (last && dieBefore) {
            kill();
            throw new Crash("before " + name);
        }
        effects.add(name);
        T result = action.get();
        if (last) {
            kill();
            throw new Crash("after " + name);
        }
        return result;
    }

    private void effect(String name, Runnable action) {
        effect(name, () -> {
            action.run();
            return name;
        });
    }

    private void write(String name, Runnable action) throws IOException {
        if (diskProblem.isPresent() && !dead) {
            throw diskProblem.get();
        }
        effect(name, action);
    }

    // Host

    @Override
    public HostName name() {
        return new HostName("h1");
    }

    @Override
    public UUID id() {
        return world.hostId;
    }

    @Override
    public Path stateDirectory() {
        return Path.of("/s/h1");
    }

    @Override
    public boolean isTemporary() {
        return world.isTemporary;
    }

    // HostState

    @Override
    public Optional<MemberState> member() {
        return world.member;
    }

    @Override
    public void member(MemberState state) throws IOException {
        write("member " + state.phase(), () -> world.member = Optional.of(state));
    }

    @Override
    public void forgetMember() throws IOException {
        write("forget member", () -> world.member = Optional.empty());
    }

    @Override
    public Optional<ClusterState> cluster() {
        return world.cluster;
    }

    @Override
    public void cluster(ClusterState state) throws IOException {
        write("cluster", () -> world.cluster = Optional.of(state));
    }

    @Override
    public void forgetCluster() throws IOException {
        write("forget cluster", () -> world.cluster = Optional.empty());
    }

    // EtcdServer

    @Override
    public Optional<String> preflight(StartPlan plan) {
        return etcd.preflight(plan);
    }

    @Override
    public void provision() {
        effect("provision", etcd::provision);
    }

    @Override
    public void start(StartPlan plan) {
        effect("spawn", () -> etcd.start(plan));
    }

    @Override
    public CompletableFuture<Void> stop() {
        return effect("stop", etcd::stop);
    }

    @Override
    public ServerStatus status() {
        return etcd.status();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return etcd.onChange(listener);
    }

    @Override
    public boolean hasData() {
        return etcd.hasData();
    }

    @Override
    public Optional<Path> archive() {
        return effect("archive", etcd::archive);
    }

    // EtcdConnector

    @Override
    public void connect(List<URI> endpoints, String clusterId) {
        effect("connect", () -> network.connect(endpoints, clusterId));
    }

    // Timers

    @Override
    public Duration now() {
        return world.clock.now();
    }

    @Override
    public long epochMillis() {
        return world.clock.epochMillis();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        return world.clock.after(delay, ifAlive(action));
    }

    @Override
    public Timer every(Duration period, Runnable action) {
        return world.clock.every(period, ifAlive(action));
    }

    private Runnable ifAlive(Runnable action) {
        return () -> {
            try {
                if (!dead) {
                    action.run();
                }
            } catch (Crash e) {
                // The death that the test asked for; the world goes on.
                assert dead;
            }
        };
    }
}
