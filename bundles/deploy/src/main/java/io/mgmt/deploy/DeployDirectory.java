// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import io.mgmt.agent.Timers;
import io.mgmt.cluster.Host;
import io.mgmt.resource.FileWatch;
import io.mgmt.resource.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code deploy/} in the state directory: bundles and configurations that are put there are taken up, and
 * those that are taken away are given up. It is looked at when something happens there, and never otherwise.
 *
 * <p>What is deployed stays when this component ends: only a file that goes takes its bundle with it.
 */
@Component(service = {}, immediate = true)
public final class DeployDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DeployDirectory.class);

    private static final String NAME = "deploy";

    private final String host;
    private final Path directory;
    private final Rounds rounds;
    private final BundleContext context;
    private final BundleListener others = this::changed;
    private final ServiceRegistration<CollisionHook> twins;
    private Watch watch = Watch.NONE;

    @Activate
    public DeployDirectory(BundleContext context, @Reference Host host, @Reference Timers timers,
            @Reference ConfigurationAdmin admin) throws IOException {
        this.context = context;
        this.host = host.name().value();
        this.directory = host.stateDirectory().resolve(NAME);
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
        }
        Complaints complaints = new Complaints(this.host);
        Shelf shelf = new Shelf(Optional.ofNullable(context.getProperty("mgmt.home")).map(Path::of));
        Jars jars = new Jars(this.host, directory, new Swap(context, new Missing(context, shelf)), complaints);
        ConfigFiles configs = new ConfigFiles(this.host, directory, admin, complaints);
        this.rounds = new Rounds(this.host, directory, timers, jars, configs);
        // What replaces a bundle often has its very version, and is installed before the other one goes.
        Bundle self = context.getBundle();
        this.twins = context.registerService(CollisionHook.class, (operation, target, collisions) -> {
            if (operation == CollisionHook.INSTALLING && target.equals(self)) {
                collisions.clear();
            }
        }, null);
        context.addBundleListener(others);
        // Before bundles that come after this one: what is here stands in their place, or they need it.
        rounds.first();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setFileWatch(FileWatch files) {
        watch.close();
        try {
            watch = files.watchTree(directory, rounds::ring);
        } catch (IOException e) {
            LOG.warn("{} does not watch: directory={} reason={} remedy=\"restart the agent after a change\"", host,
                    directory, Complaints.quoted(e.getMessage()));
        }
        // Something may have changed while nobody watched.
        rounds.ring();
    }

    void unsetFileWatch(FileWatch files) {
        // Its watches end with it; the next one is bound before, or sets its own.
        LOG.debug("{} lost a watch of files", host);
    }

    /** What comes elsewhere may be what a bundle of the directory waits for. */
    private void changed(BundleEvent event) {
        boolean brings = event.getType() == BundleEvent.INSTALLED || event.getType() == BundleEvent.UPDATED;
        if (brings && !Swap.isDeployed(event.getBundle())) {
            rounds.ring();
        }
    }

    @Deactivate
    public synchronized void close() {
        watch.close();
        context.removeBundleListener(others);
        rounds.close();
        twins.unregister();
    }
}
