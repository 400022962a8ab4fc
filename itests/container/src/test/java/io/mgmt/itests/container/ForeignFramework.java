// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;

/**
 * A framework of somebody else, whichever is on the class path, seen from outside: services are asked by
 * reflection, because none of their packages is visible here.
 */
final class ForeignFramework implements AutoCloseable {

    /** As the jar says that is on the class path. */
    private static final String SLF4J = Logger.class.getPackage().getImplementationVersion();

    private final Framework framework;
    private final BundleContext context;
    /** What befell bundles since {@link #watch}, one line for each event that its owner would mind. */
    private final List<String> disturbances = Collections.synchronizedList(new ArrayList<>());

    /** @param storage where it keeps its bundles; cleaned */
    ForeignFramework(String storage) throws BundleException {
        Map<String, String> properties = new TreeMap<>();
        properties.put("org.osgi.framework.storage", storage);
        properties.put("org.osgi.framework.storage.clean", "onFirstInit");
        properties.put("org.osgi.framework.system.packages.extra", "org.slf4j;version=" + SLF4J
                + ",org.slf4j.spi;version=" + SLF4J + ",org.slf4j.helpers;version=" + SLF4J
                + ",org.slf4j.event;version=" + SLF4J);
        // The shell would end the framework at the end of its standard input.
        properties.put("gosh.args", "--nointeractive");
        framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(properties);
        framework.start();
        context = framework.getBundleContext();
    }

    String name() {
        return framework.getClass().getName() + " " + framework.getVersion();
    }

    /** Installs all, and resolves them together. */
    List<Bundle> install(Collection<String> locations) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (String location : locations) {
            bundles.add(context.installBundle(location));
        }
        framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
        return bundles;
    }

    /** Bundles as their owner lists them: who, which, and in which state. */
    List<String> bundles() {
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getBundleId() > 0)
                .map(bundle -> bundle.getBundleId() + " " + bundle.getSymbolicName() + " " + bundle.getVersion() + " "
                        + bundle.getState() + " " + bundle.getLastModified()).toList();
    }

    /** From now on, notes whatever stops, unresolves, changes or removes one of the bundles that are there. */
    void watch() {
        List<Bundle> those = List.of(context.getBundles());
        int minded = BundleEvent.STOPPED | BundleEvent.UNRESOLVED | BundleEvent.UPDATED | BundleEvent.UNINSTALLED
                | BundleEvent.STARTED | BundleEvent.RESOLVED;
        context.addBundleListener((SynchronousBundleListener) event -> {
            if ((event.getType() & minded) != 0 && those.contains(event.getBundle())) {
                disturbances.add(event.getBundle().getSymbolicName() + " had event " + event.getType());
            }
        });
    }

    List<String> disturbances() {
        return List.copyOf(disturbances);
    }

    /** Uninstalls in reverse order, and refreshes what the framework still holds on to. */
    void uninstall(List<Bundle> bundles) throws BundleException, InterruptedException {
        List<Bundle> reverse = new ArrayList<>(bundles);
        Collections.reverse(reverse);
        for (Bundle bundle : reverse) {
            bundle.uninstall();
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        wiring.refreshBundles(null, event -> refreshed.countDown());
        if (!refreshed.await(Felix.SOON.toSeconds(), TimeUnit.SECONDS) || !wiring.getRemovalPendingBundles().isEmpty()) {
            throw new AssertionError("not let go of: " + wiring.getRemovalPendingBundles());
        }
    }

    void configure(String pid, Map<String, Object> properties) throws ReflectiveOperationException {
        Object configuration = call("org.osgi.service.cm.ConfigurationAdmin", service("org.osgi.service.cm.ConfigurationAdmin"),
                "getConfiguration", new Class<?>[] {String.class, String.class}, pid, "?");
        configuration.getClass().getMethod("update", java.util.Dictionary.class)
                .invoke(configuration, new Hashtable<>(properties));
    }

    /** The best ranked one; waits for it. */
    Object service(String type) {
        eventually(Felix.SOON, type + " is registered", () -> context.getServiceReference(type) != null);
        return context.getService(context.getServiceReference(type));
    }

    /** The class of the best ranked service, or nothing. */
    String best(String type) {
        ServiceReference<?> reference = context.getServiceReference(type);
        return reference == null ? "" : context.getService(reference).getClass().getName();
    }

    /** What the graph that runs says of itself. */
    String graph() {
        try {
            return String.valueOf(call("io.mgmt.graph.RunningGraph", service("io.mgmt.graph.RunningGraph"), "report",
                    new Class<?>[0]));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Through the interface: the class of a service is rarely public. */
    private Object call(String type, Object service, String method, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        Class<?> known = context.getServiceReference(type).getBundle().loadClass(type);
        try {
            return known.getMethod(method, types).invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(Felix.SOON.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
