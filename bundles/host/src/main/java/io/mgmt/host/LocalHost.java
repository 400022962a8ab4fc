// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import io.mgmt.agent.Agent;
import io.mgmt.agent.HostName;
import io.mgmt.cluster.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the state directory of this host. {@link Host} is registered by hand, not by Declarative
 * Services, which would offer it before the directory is locked and try again for each who asks.
 *
 * <p>Needs a configuration, be it an empty one: a Felix that only looks at graphs makes no directory.
 */
@Component(configurationPid = "io.mgmt.host", configurationPolicy = ConfigurationPolicy.REQUIRE, service = {},
        immediate = true)
@Designate(ocd = HostConfig.class)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>='io.mgmt.cluster.Host'")
public final class LocalHost implements Host {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHost.class);

    private final HostName name;
    private final Path prefix;
    private final boolean temporary;
    private final StateDirectory directory;
    private ServiceRegistration<Host> registration;

    @Activate
    public LocalHost(BundleContext context, HostConfig config,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) Agent agent) {
        this(config, Defaults.ofThisProcess(), agent);
        registration = context.registerService(Host.class, this, null);
    }

    /** @param agent null in a framework that is not ours */
    LocalHost(HostConfig config, Defaults defaults, Agent agent) {
        try {
            name = defaults.hostName(config.hostname());
            temporary = config.tmpPrefix();
            prefix = prefix(config, defaults);
            directory = StateDirectory.open(prefix.resolve(name.value()));
        } catch (WrongInputException e) {
            if (agent != null) {
                agent.end(Agent.WRONG_INPUT, e.getMessage());
            }
            throw e;
        }
        if (temporary) {
            LOG.warn("{} is temporary: state={} reason=\"protection against forking is off: without"
                    + " its state this host may found a second cluster\"", name, directory.path());
        } else {
            LOG.info("{} took its state directory: hostId={} state={}", name, directory.hostId(),
                    directory.path());
        }
    }

    private static Path prefix(HostConfig config, Defaults defaults) {
        if (!config.tmpPrefix()) {
            return defaults.prefix(config.prefix());
        }
        if (!config.prefix().isBlank()) {
            throw new WrongInputException("--tmp-prefix and --prefix " + config.prefix()
                    + " exclude each other. Pass one of them.");
        }
        return TemporaryDirectory.make();
    }

    @Override
    public HostName name() {
        return name;
    }

    @Override
    public UUID id() {
        return directory.hostId();
    }

    @Override
    public Path stateDirectory() {
        return directory.path();
    }

    @Override
    public boolean isTemporary() {
        return temporary;
    }

    /** Unlocks. A temporary directory goes, unless the etcd of this host still works in it. */
    @Deactivate
    public void close() {
        if (registration != null) {
            registration.unregister();
        }
        directory.close();
        if (temporary) {
            removeTemporary();
        }
    }

    private void removeTemporary() {
        TemporaryDirectory.user(prefix).ifPresentOrElse(this::keep, this::removeUnused);
    }

    private void keep(ProcessHandle user) {
        LOG.warn("{} kept its temporary directory: path={} process={} reason=\"that process works"
                + " in it; delete it when it has ended\"", name, prefix, user.pid());
    }

    private void removeUnused() {
        try {
            TemporaryDirectory.remove(prefix);
        } catch (IOException e) {
            LOG.warn("{} could not remove its temporary directory: path={} reason=\"{}; delete"
                    + " it\"", name, prefix, e);
        }
    }
}
