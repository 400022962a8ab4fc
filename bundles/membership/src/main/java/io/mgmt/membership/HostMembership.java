// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.agent.StopStep;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.Host;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.Membership;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.etcd.EtcdConnector;
import io.mgmt.etcd.Members;
import io.mgmt.graph.RunningGraph;
import io.mgmt.store.Store;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Ties the loop of this host to the services that it needs. Deactivating it stops neither etcd nor
 * the keys.
 */
@Component(service = Membership.class, immediate = true)
public final class HostMembership implements Membership {

    private final HostLoop loop;
    private final List<ServiceRegistration<StopStep>> steps = new ArrayList<>();
    private final List<ServiceRegistration<Command>> commands;
    private final AtomicReference<Store> store = new AtomicReference<>();
    private final AtomicReference<Members> members = new AtomicReference<>();
    private final AtomicReference<RunningGraph> graph = new AtomicReference<>();
    private final PolicyPool policyThreads = new PolicyPool();
    private final PolicyServices<ClusterSizingPolicy> sizing;
    private final PolicyServices<PlacementPolicy> placement;

    @Activate
    public HostMembership(BundleContext context, @Reference Prepared prepared, @Reference Host host,
            @Reference HostState state, @Reference EtcdConnector connector,
            @Reference Timers timers,
            @Reference NewClusterWish wish,
                    @Reference(cardinality = ReferenceCardinality.OPTIONAL) Agent agent) {
        loop = new HostLoop(new Ports(host, state, connector, timers, policyThreads, wish,
                Optional.ofNullable(agent)), prepared);
        sizing = new PolicyServices<>(loop::sizing);
        placement = new PolicyServices<>(loop::placement);
        loop.start();
        boolean runsServer = prepared.plan().isPresent();
        steps.add(register(context, new WithdrawStep(loop, prepared.settings().keepMember()),
                StopStep.WITHDRAW));
        steps.add(register(context, new LeaveStep(loop, runsServer), StopStep.LEAVE));
        commands = ClusterCommands.register(context, loop, timers, prepared.settings().mostVoters(),
                () -> Optional.ofNullable(store.get()));
    }

    private static ServiceRegistration<StopStep> register(BundleContext context, StopStep step,
            int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, ranking);
        return context.registerService(StopStep.class, step, properties);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(Store now) {
        bind(store, now, loop::store);
    }

    void unbindStore(Store old) {
        unbind(store, old, loop::store);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMembers(Members now) {
        bind(members, now, loop::members);
    }

    void unbindMembers(Members old) {
        unbind(members, old, loop::members);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindGraph(RunningGraph now) {
        bind(graph, now, loop::graph);
    }

    void unbindGraph(RunningGraph old) {
        unbind(graph, old, loop::graph);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSizing(ServiceReference<ClusterSizingPolicy> reference, ClusterSizingPolicy policy) {
        sizing.came(reference, policy);
    }

    void updatedSizing(ServiceReference<ClusterSizingPolicy> reference) {
        sizing.changed();
    }

    void unbindSizing(ServiceReference<ClusterSizingPolicy> reference) {
        sizing.went(reference);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPlacement(ServiceReference<PlacementPolicy> reference, PlacementPolicy policy) {
        placement.came(reference, policy);
    }

    void updatedPlacement(ServiceReference<PlacementPolicy> reference) {
        placement.changed();
    }

    void unbindPlacement(ServiceReference<PlacementPolicy> reference) {
        placement.went(reference);
    }

    private static <T> void bind(AtomicReference<T> slot, T now, Consumer<Optional<T>> tell) {
        slot.set(now);
        tell.accept(Optional.of(now));
    }

    /** The new one is bound before the old one goes, so only the present one's end is news. */
    private static <T> void unbind(AtomicReference<T> slot, T old, Consumer<Optional<T>> tell) {
        if (slot.compareAndSet(old, null)) {
            tell.accept(Optional.empty());
        }
    }

    @Override
    public ClusterReport report() {
        return loop.report();
    }

    @Deactivate
    public void close() {
        commands.forEach(ServiceRegistration::unregister);
        steps.forEach(ServiceRegistration::unregister);
        loop.close();
        policyThreads.close();
    }
}
