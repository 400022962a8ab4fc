// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.core.identity.Identity;
import io.mgmt.core.membership.Step;
import io.mgmt.etcd.EtcdConnector;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.Members;
import io.mgmt.etcd.StartPlan;
import io.mgmt.placement.spread.ZoneSpread;
import io.mgmt.store.Store;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The door through which the simulator reaches the loop of a host: it makes what the components of
 * this bundle make, in the same order, out of the ports it is given.
 */
public final class SimulatedHost {

    private static final PlacementPolicy SPREAD = new ZoneSpread();

    private final HostLoop loop;

    private SimulatedHost(HostLoop loop) {
        this.loop = loop;
    }

    /** What a host reaches the world through. */
    public record Doors(Host host, HostState state, EtcdServer etcd, EtcdConnector connector,
            Timers timers, Agent agent) {
    }

    /**
     * Prepares a host and its loop; {@link #start} begins.
     *
     * @param configuration properties of {@code io.mgmt.membership}, as ConfigAdmin would give them; those
     *     left out have their default
     * @param token of a cluster that this host founds, in the place of a random one
     * @return empty if it must not start; then the agent was told to end
     */
    public static Optional<SimulatedHost> prepare(Doors doors, Map<String, Object> configuration,
            String token) {
        MembershipConfig config = config(configuration);
        NewClusterWish wish = new NewClusterWish();
        Prepared prepared;
        try {
            boolean needsServer = ServerPreparation.needsServer(config);
            prepared = new Preparation(Settings.of(config), doors.host(), doors.state(), wish,
                    new Prepared.Versions("0", "0"))
                    .prepare(needsServer ? Optional.of(doors.etcd()) : Optional.empty());
        } catch (WrongInputException e) {
            doors.agent().end(Agent.WRONG_INPUT, e.getMessage());
            return Optional.empty();
        }
        Ports ports = new Ports(doors.host(), doors.state(), doors.connector(), doors.timers(),
                question -> doors.timers().after(Duration.ZERO, question), wish,
                Optional.of(doors.agent()));
        return Optional.of(new SimulatedHost(new HostLoop(ports, withToken(prepared, token))));
    }

    private static MembershipConfig config(Map<String, Object> set) {
        return (MembershipConfig) Proxy.newProxyInstance(MembershipConfig.class.getClassLoader(),
                new Class<?>[] {MembershipConfig.class}, (proxy, method, arguments) ->
                        set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    /** The one random thing in a preparation. */
    private static Prepared withToken(Prepared prepared, String token) {
        if (!(prepared.identity() instanceof Identity.Found) || prepared.plan().isEmpty()) {
            return prepared;
        }
        StartPlan plan = prepared.plan().get();
        return new Prepared(prepared.settings(), prepared.identity(), prepared.etcd(),
                Optional.of(new StartPlan(plan.name(), plan.clientUrls(), plan.advertisedClientUrls(),
                        plan.peerUrls(), plan.advertisedPeerUrls(), plan.initialCluster(),
                        plan.founding(), token, plan.heartbeat(), plan.election())),
                prepared.versions());
    }

    public void start() {
        loop.start();
    }

    /** See {@link HostMembership}: the service came, or went. */
    public void store(Optional<Store> now) {
        loop.store(now);
    }

    /** See {@link #store}. */
    public void members(Optional<Members> now) {
        loop.members(now);
    }

    /** The policies that are installed: that one, and the placement that ships. */
    public void policies(ClusterSizingPolicy sizing) {
        loop.sizing(List.of(new Installed<>(new Installed.Label("simulated", "0", 0, 1, false), sizing)));
        loop.placement(List.of(new Installed<>(new Installed.Label("spread", "0", 0, 2, false), SPREAD)));
    }

    /** What a decision of the leader comes to, as the loop makes it of a view. */
    public static Step decide(ClusterView view, int voters, Map<String, Object> configuration) {
        return Step.next(view, voters, SPREAD.rank(view), Settings.of(config(configuration)).delays());
    }

    /** The first part of an orderly end. */
    public CompletableFuture<Void> withdraw() {
        return loop.withdraw();
    }

    /** The last part of an orderly end. */
    public CompletableFuture<Void> leave() {
        return loop.leave();
    }

    /** Lets go of everything, as when the bundle is stopped. */
    public void close() {
        loop.close();
    }

    public ClusterReport report() {
        return loop.report();
    }
}
