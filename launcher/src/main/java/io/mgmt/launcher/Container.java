// SPDX-License-Identifier: Apache-2.0
package io.mgmt.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.ConfigurationAdmin;

/** One Felix framework with the bundles of a feature. */
final class Container implements AutoCloseable {

    /**
     * What the launcher's class path gives to the bundles: logging (so that no bundle needs a service
     * loader for it), the interfaces of ConfigAdmin and LogService, and the package in which launcher and
     * bundles meet.
     */
    private static final String SHARED = "io.mgmt.agent;version=1.1.0,"
            + "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.5.0,"
            + "org.slf4j;version=2.0.20,org.slf4j.event;version=2.0.20,"
            + "org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20";

    private static final long STOP_MILLIS = 5_000;

    private final Framework framework;

    /**
     * Starts an empty framework.
     *
     * @param cache where Felix keeps what it unpacks; made anew
     */
    Container(Path cache, Path home) throws BundleException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED);
        properties.put("mgmt.home", home.toString());
        // Commands come through the control socket; nobody reads our standard input.
        properties.put("gosh.args", "--nointeractive");
        // Felix's own messages go to standard out otherwise: only errors are worth that.
        properties.put("felix.log.level", "1");
        // Each bundle is resolved when it starts: handing that to other threads costs more than it saves.
        properties.put("felix.resolver.parallelism", "1");
        // Nobody makes a URL of a bundle's from a text, which is all that these handlers are for.
        properties.put("felix.service.urlhandlers", "false");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
    }

    /** Where services are registered and found. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Installs the bundles of the feature, and starts none.
     *
     * @param ended asked before each; the rest is not installed once it says true
     * @return in the order of the feature
     */
    List<Bundle> install(Feature feature, BooleanSupplier ended) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : feature.bundles()) {
            if (ended.getAsBoolean()) {
                break;
            }
            bundles.add(context().installBundle("reference:" + jar.toUri()));
        }
        return bundles;
    }

    /**
     * Starts the bundles one by one.
     *
     * @param configurations PID to properties, handed over as soon as a ConfigAdmin is there
     * @param ended asked before each; the rest is not started once it says true
     */
    void start(List<Bundle> bundles, Map<String, Map<String, Object>> configurations, BooleanSupplier ended)
            throws BundleException, IOException {
        boolean configured = configurations.isEmpty();
        for (Bundle bundle : bundles) {
            if (ended.getAsBoolean()) {
                return;
            }
            if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0
                    && !isReplaced(bundle)) {
                // Transient, because nothing of this framework outlives the process.
                bundle.start(Bundle.START_TRANSIENT);
                configured = configured || configure(configurations);
            }
        }
    }

    /** Whether another one was started in its place, from the directory {@code deploy/}. */
    private boolean isReplaced(Bundle bundle) {
        for (Bundle other : context().getBundles()) {
            if (other != bundle && other.getState() == Bundle.ACTIVE
                    && bundle.getSymbolicName().equals(other.getSymbolicName())) {
                return true;
            }
        }
        return false;
    }

    /** @return false if there is no ConfigAdmin yet */
    private boolean configure(Map<String, Map<String, Object>> configurations) throws IOException {
        ServiceReference<ConfigurationAdmin> reference = context().getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            return false;
        }
        ConfigurationAdmin admin = context().getService(reference);
        for (Map.Entry<String, Map<String, Object>> entry : configurations.entrySet()) {
            admin.getConfiguration(entry.getKey(), "?").update(new Hashtable<>(entry.getValue()));
        }
        return true;
    }

    /** The best service of the type that matches the filter, if there is one now. */
    <T> Optional<T> service(Class<T> type, String filter) {
        try {
            return context().getServiceReferences(type, filter).stream()
                    .sorted((a, b) -> b.compareTo(a)).findFirst().map(context()::getService);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** All services of the type, best first. */
    <T> List<T> services(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream()
                    .sorted((a, b) -> b.compareTo(a)).map(context()::getService).toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops all bundles. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException("The OSGi framework did not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
