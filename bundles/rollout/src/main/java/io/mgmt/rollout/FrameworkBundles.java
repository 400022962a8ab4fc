// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.rollout.Here.Installed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of an OSGi framework. Those of the cluster are known by their location. Each call is bounded: an
 * activator that never returns costs its bundle, and not the agent.
 */
final class FrameworkBundles implements Bundles {

    /** What is installed by us has this as its location, then its name, a slash and its SHA-256. */
    private static final String LOCATION = "mgmt-rollout:";
    /** How long a thread has to end once it is interrupted. */
    private static final long INTERRUPT_MILLIS = 1_000;
    private static final String RESTART = "restart the agent";

    private final BundleContext context;
    private final Duration bound;
    /** Location to what hangs in the code of that bundle, and holds it. */
    private final Map<String, Hanging> hanging = new ConcurrentHashMap<>();

    private record Hanging(String what, Thread thread) {
    }

    /** @param bound how long a start, a stop or an update may take */
    FrameworkBundles(BundleContext context, Duration bound) {
        this.context = context;
        this.bound = bound;
    }

    @Override
    public List<Installed> ours() {
        List<Installed> ours = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            String[] words = bundle.getLocation().split("[:/]");
            if (bundle.getLocation().startsWith(LOCATION) && words.length == 3) {
                ours.add(new Installed(words[1], words[2], bundle.getState() == Bundle.ACTIVE));
            }
        }
        ours.sort(Comparator.comparing(Installed::name).thenComparing(Installed::sha256));
        return ours;
    }

    @Override
    public SortedMap<String, Other> others() {
        SortedMap<String, Other> others = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (!bundle.getLocation().startsWith(LOCATION) && bundle.getSymbolicName() != null) {
                String from = bundle.getLocation().replaceFirst("^(reference:)?file:/*", "/")
                        .replaceFirst("^deploy:([^?]*)[?].*", Other.DEPLOY + "$1");
                others.put(bundle.getSymbolicName(), new Other(bundle.getVersion().toString(), from));
            }
        }
        return others;
    }

    @Override
    public void install(String name, String sha256, Path jar) throws FailedException, IOException {
        Attributes manifest = manifest(jar);
        for (Installed other : ours()) {
            Bundle present = bundle(other.name(), other.sha256());
            if (other.name().equals(name) && present != null && !canStandBeside(present, manifest)) {
                uninstall(other.name(), other.sha256());
            }
        }
        bounded(location(name, sha256), "its installation", () -> {
            try (InputStream in = Files.newInputStream(jar)) {
                context.installBundle(location(name, sha256), in);
            }
            return null;
        });
    }

    /** A framework has one bundle of a name and version, and one singleton of a name that is resolved. */
    private static boolean canStandBeside(Bundle present, Attributes manifest) {
        return !present.getVersion().equals(Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION)))
                && !isSingleton(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME))
                && !isSingleton(present.getHeaders("").get(Constants.BUNDLE_SYMBOLICNAME));
    }

    private static boolean isSingleton(String symbolicName) {
        return symbolicName.replaceAll("\\s", "").contains(";" + Constants.SINGLETON_DIRECTIVE + ":=true");
    }

    private static Attributes manifest(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes();
        }
    }

    @Override
    public void start(String name, String sha256) throws FailedException {
        Bundle bundle = bundle(name, sha256);
        if (bundle == null) {
            throw new FailedException("it was uninstalled by somebody else");
        }
        try {
            // Transient, because it is started anew out of the cluster or the state directory.
            bounded(bundle.getLocation(), "its start", () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return null;
            });
        } catch (FailedException e) {
            String need = Needs.of(bundle, context.getBundles());
            throw need.isEmpty() ? e : new FailedException(need);
        }
    }

    @Override
    public void uninstall(String name, String sha256) throws FailedException {
        Bundle bundle = bundle(name, sha256);
        if (bundle != null) {
            bounded(bundle.getLocation(), "its end", () -> {
                bundle.uninstall();
                refresh(bundle);
                return null;
            });
        }
    }

    private static String location(String name, String sha256) {
        return LOCATION + name + "/" + sha256;
    }

    /** Null if there is none. */
    private Bundle bundle(String name, String sha256) {
        return context.getBundle(location(name, sha256));
    }

    /** Who uses packages of the old one gets those of the new one, or none. */
    private void refresh(Bundle bundle) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> done.countDown());
        done.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    private interface Action {
        Void run() throws BundleException, IOException, InterruptedException;
    }

    private void bounded(String location, String what, Action action) throws FailedException {
        Hanging before = hanging.get(location);
        if (before != null && before.thread().isAlive()) {
            // The framework would make this wait for it, too.
            throw new FailedException(before.what() + " hangs, and cannot be interrupted; " + RESTART);
        }
        hanging.remove(location);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(action.run());
            } catch (Exception | LinkageError e) {
                // The top of a thread: whatever a foreign activator throws is the reason that people read.
                done.completeExceptionally(e);
            }
        }, "mgmt-rollout-bundle");
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new FailedException(reason(e.getCause()));
        } catch (TimeoutException e) {
            throw new FailedException("it did not come to its end: " + what + " took longer than "
                    + (bound.toMillis() % 1000 == 0 ? bound.toSeconds() + " s" : bound.toMillis() + " ms")
                    + (isFreed(thread) ? "" : hangs(location, what, thread)));
        } catch (InterruptedException e) {
            boolean endsAgent = endsAgent(thread);
            Thread.currentThread().interrupt();
            throw new FailedException("it was interrupted: the agent ends", endsAgent);
        }
    }

    /** Most of what waits ends when it is interrupted, and with it what the framework holds for it. */
    private static boolean isFreed(Thread thread) {
        thread.interrupt();
        try {
            thread.join(INTERRUPT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private String hangs(String location, String what, Thread thread) {
        hanging.put(location, new Hanging(what, thread));
        return ", and it cannot be interrupted; " + RESTART;
    }

    /** A thread that has called System.exit stands there until the process is gone. */
    private static boolean endsAgent(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(frame ->
                frame.getClassName().equals(Runtime.class.getName()) && frame.getMethodName().equals("exit"));
    }

    /** The innermost cause says what went wrong; those around it, that something did. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause instanceof BundleException ? cause.getMessage() : cause.toString();
        String line = String.valueOf(text).lines().findFirst().orElse("");
        return (cause instanceof BundleException ? "it was refused by the framework: "
                : "it failed when it was started: ") + line;
    }
}
