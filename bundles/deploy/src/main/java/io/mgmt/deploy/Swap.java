// SPDX-License-Identifier: Apache-2.0
package io.mgmt.deploy;

import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one bundle into the place of another of the same symbolic name, and the other way round. */
final class Swap {

    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    private static final String LOCATION = "deploy:";

    /** This bundle stands on them: with them it would stop before the swap is done. */
    private static final Set<String> BELOW_US =
            Set.of("io.mgmt.host", "org.apache.felix.scr", "org.apache.felix.configadmin");

    /** How many bundles a person is told of. */
    private static final int MOST_NAMED = 3;
    /** Longer than bundles take to be wired anew. */
    private static final long REFRESH_SECONDS = 10;

    private final BundleContext context;
    private final Missing missing;

    Swap(BundleContext context, Missing missing) {
        this.context = context;
        this.missing = missing;
    }

    /** Whether the bundle was put here by this directory. */
    static boolean isDeployed(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    private static String location(JarHeader jar) {
        return LOCATION + jar.file() + "?" + jar.stamp();
    }

    /** The name of the file that the bundle was made of. */
    static String file(Bundle bundle) {
        return bundle.getLocation().replaceFirst("^" + LOCATION, "").replaceFirst("\\?[^?]*$", "");
    }

    /** Name and version, as a person reads them. */
    static String words(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** The bundles of this directory by symbolic name; of each one, unless it was interrupted. */
    SortedMap<String, Bundle> deployed() {
        SortedMap<String, Bundle> deployed = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (isDeployed(bundle)) {
                Bundle other = deployed.putIfAbsent(bundle.getSymbolicName(), bundle);
                if (other != null) {
                    boolean better = bundle.getState() == Bundle.ACTIVE && other.getState() != Bundle.ACTIVE;
                    forget(better ? deployed.put(bundle.getSymbolicName(), bundle) : bundle);
                }
            }
        }
        return deployed;
    }

    Optional<Bundle> of(String file, SortedMap<String, Bundle> deployed) {
        return deployed.values().stream().filter(bundle -> file(bundle).equals(file)).findFirst();
    }

    boolean isOf(Bundle bundle, JarHeader jar) {
        return bundle.getLocation().equals(location(jar));
    }

    private Stream<Bundle> named(String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(bundle -> symbolicName.equals(bundle.getSymbolicName()));
    }

    /** The one of that name that runs. */
    Optional<Bundle> active(String symbolicName) {
        return named(symbolicName).filter(bundle -> bundle.getState() == Bundle.ACTIVE).findFirst();
    }

    /** @throws UnusableException if the bundle that runs cannot be replaced while others run */
    void check(JarHeader jar) throws UnusableException {
        String name = jar.symbolicName();
        String remedy = "put it into bundles/ of the distribution, and restart the agent";
        if (name.equals(context.getBundle().getSymbolicName()) || BELOW_US.contains(name)) {
            throw new UnusableException("this directory itself works through " + name, remedy);
        }
        SortedSet<String> users = new TreeSet<>();
        named(name).filter(bundle -> !isDeployed(bundle)).forEach(bundle -> users.addAll(users(bundle)));
        if (!users.isEmpty()) {
            throw new UnusableException("others run on packages of " + name + ", and would all have to stop: "
                    + users.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (users.size() > MOST_NAMED ? " and " + (users.size() - MOST_NAMED) + " more" : ""), remedy, true);
        }
    }

    /** The bundles that use packages of the bundle. */
    private static SortedSet<String> users(Bundle bundle) {
        SortedSet<String> users = new TreeSet<>();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(PackageNamespace.PACKAGE_NAMESPACE)) {
                users.add(wire.getRequirer().getSymbolicName());
            }
        }
        return users;
    }

    Bundle install(JarHeader jar, InputStream bytes) throws BundleException {
        return context.installBundle(location(jar), bytes);
    }

    /**
     * Starts it in the place of whatever of that name runs; if that fails, the other runs again.
     *
     * @return what ran before
     */
    Optional<Bundle> start(Bundle fresh, JarHeader jar) throws UnusableException {
        Optional<UnusableException> problem = missing.of(fresh);
        if (problem.isPresent()) {
            throw problem.get();
        }
        // Before the other one is stopped, so that nobody waits for it.
        context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(List.of(fresh));
        Optional<Bundle> before = named(jar.symbolicName())
                .filter(bundle -> bundle != fresh && bundle.getState() == Bundle.ACTIVE).findFirst();
        try {
            if (before.isPresent()) {
                before.get().stop();
            }
            fresh.start();
            return before;
        } catch (BundleException e) {
            before.ifPresent(this::startAgain);
            throw new UnusableException("it does not start: " + innermost(e),
                    "copy it again once it is mended, or take it away");
        }
    }

    private static String innermost(Throwable e) {
        Throwable last = e;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String text = last instanceof BundleException ? last.getMessage() : last.toString();
        // The framework's number of the bundle, which is another one each time.
        return text.replaceAll(" \\[\\d+\\]", "");
    }

    /** Takes it away; what it stood for runs again. */
    Optional<Bundle> withdraw(Bundle bundle) {
        forget(bundle);
        Optional<Bundle> back = named(bundle.getSymbolicName()).filter(other -> !isDeployed(other))
                .filter(other -> other.getState() != Bundle.ACTIVE).findFirst();
        back.ifPresent(this::startAgain);
        return back;
    }

    private void startAgain(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            LOG.error("{} does not start again: reason={} remedy=\"restart the agent\"", words(bundle),
                    Complaints.quoted(innermost(e)));
        }
    }

    /**
     * Uninstalls it. The bundles of this directory that use its packages are stopped before, and are started
     * by the next look, if they can be wired anew; the framework would try, and complain in its own way.
     */
    void forget(Bundle bundle) {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        boolean used = !users(bundle).isEmpty();
        if (used) {
            wiring.getDependencyClosure(List.of(bundle)).stream().filter(Swap::isDeployed)
                    .filter(user -> user != bundle).forEach(Swap::stop);
        }
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            LOG.warn("{} did not stop in order: reason={}", words(bundle), Complaints.quoted(innermost(e)));
        }
        if (used) {
            refresh(wiring, bundle);
        }
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop();
        } catch (BundleException e) {
            LOG.warn("{} did not stop in order: reason={}", words(bundle), Complaints.quoted(innermost(e)));
        }
    }

    private static void refresh(FrameworkWiring wiring, Bundle bundle) {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> done.countDown());
        try {
            if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} is still used: reason=\"bundles were not wired anew within {} s\"", words(bundle),
                        REFRESH_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
