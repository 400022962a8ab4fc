// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.agent.Command;
import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Runs on this host what is deployed and configured for all, and offers the commands for it. It begins with what it
 * knew last, before it returns, so that a graph finds the kinds that came out of the cluster. When it is stopped, what
 * it installed goes on.
 */
@Component(service = {}, immediate = true)
public final class Rollout {

    /** For a start, a stop or an update of one bundle. */
    private static final Duration BUNDLE_BOUND = Duration.ofSeconds(30);
    private static final long STOP_SECONDS = 5;

    private final AtomicReference<Store> store = new AtomicReference<>();
    private final ThreadPoolExecutor executor;
    private final Rounds rounds;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public Rollout(@Reference Host host, @Reference Timers timers, @Reference ConfigurationAdmin admin,
            BundleContext context) throws IOException {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "mgmt-rollout");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
        Bundles bundles = new FrameworkBundles(context, BUNDLE_BOUND);
        Configurations configurations = new Configurations(host.name().value(), admin, () -> types(context));
        rounds = new Rounds(new Rounds.World(host.name().value(), host.id().toString(),
                bundles, new Copies(host.stateDirectory().resolve("bundles")), configurations, timers), executor);
        rounds.restore();
        register(host, timers, context, bundles, configurations);
    }

    private void register(Host host, Timers timers, BundleContext context, Bundles bundles,
            Configurations configurations) {
        Waiting waiting = new Waiting(timers);
        register(context, new DeployCommand(this::present, host, timers, bundles, waiting), "deploy", "JAR [--no-wait]",
                "Runs a bundle on all hosts of the cluster, such as a policy or a kind of resource, and on those that come"
                        + " later. Another version of the same name takes the place of the one before.",
                "If it does not run on one host, it is taken back from all, and the one before is current again.");
        register(context, new UndeployCommand(this::present, host, timers, waiting), "undeploy", "NAME [--no-wait]",
                "Takes a bundle that was deployed back from all hosts of the cluster: what was there before it decides"
                        + " again.");
        register(context, new BundlesCommand(this::present, host.name().value(), bundles), "bundles", "[--all] [--json]",
                "Shows which bundles are deployed for all hosts of the cluster, and what became of them on each.");
        register(context, new ConfigCommand(this::present, () -> types(context), configurations), "config",
                "[PID] [KEY=VALUE] [--unset KEY] [--json]",
                "Configures a bundle on all hosts of the cluster, and on those that come later: a policy, for example. What"
                        + " was set on the host itself stands again once it is taken back.",
                "Without KEY=VALUE it shows what is set; without PID, for which configurations something is set.");
        // Whoever else changes a configuration may have swept away what was laid over it.
        registrations.add(context.registerService(ConfigurationListener.class, event -> rounds.ring(), null));
    }

    private void register(BundleContext context, Command command, String name, String usage, String... description) {
        registrations.add(context.registerService(Command.class, command, FrameworkUtil.asDictionary(Map.of(
                Command.NAME, name, Command.USAGE, usage, Command.DESCRIPTION, description))));
    }

    private static Types types(BundleContext context) {
        return context.getServiceReference("org.osgi.service.metatype.MetaTypeService") == null ? Types.NONE
                : new MetatypeTypes(context);
    }

    private Optional<Store> present() {
        return Optional.ofNullable(store.get());
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY, unbind = "disconnect")
    void connect(Store next) {
        store.set(next);
        rounds.store(Optional.of(next));
    }

    void disconnect(Store gone) {
        // A better one may have come before this one goes.
        if (store.compareAndSet(gone, null)) {
            rounds.store(Optional.empty());
        }
    }

    @Deactivate
    public void close() throws InterruptedException {
        registrations.forEach(ServiceRegistration::unregister);
        executor.shutdownNow();
        executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        rounds.close();
    }
}
