// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of an OSGi framework. Those of the cluster are known by their location. Each call is bounded: an
 * activator that never returns costs its bundle, and not the agent.
 */
final class FrameworkBundles implements Bundles {

    /** What is installed by us has this before its name as its location. */
    private static final String LOCATION = "mgmt-rollout:";

    private final BundleContext context;
    private final Duration bound;

    /** @param bound how long a start, a stop or an update may take */
    FrameworkBundles(BundleContext context, Duration bound) {
        this.context = context;
        this.bound = bound;
    }

    @Override
    public Map<String, Boolean> ours() {
        Map<String, Boolean> ours = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(LOCATION)) {
                ours.put(bundle.getLocation().substring(LOCATION.length()), bundle.getState() == Bundle.ACTIVE);
            }
        }
        return ours;
    }

    @Override
    public Map<String, String> others() {
        Map<String, String> others = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (!bundle.getLocation().startsWith(LOCATION) && bundle.getSymbolicName() != null) {
                others.put(bundle.getSymbolicName(), bundle.getLocation());
            }
        }
        return others;
    }

    @Override
    public void install(String name, Path jar) throws FailedException, IOException {
        bounded("its installation", () -> {
            Bundle present = context.getBundle(LOCATION + name);
            try (InputStream in = Files.newInputStream(jar)) {
                if (present == null) {
                    context.installBundle(LOCATION + name, in);
                } else {
                    // Stopped first, or the framework would start the new one by itself and tell nobody if it cannot.
                    present.stop(Bundle.STOP_TRANSIENT);
                    present.update(in);
                    refresh(present);
                }
            }
            return null;
        });
    }

    @Override
    public void start(String name) throws FailedException {
        Bundle bundle = context.getBundle(LOCATION + name);
        if (bundle == null) {
            throw new FailedException("it was uninstalled by somebody else");
        }
        try {
            // Transient, because it is started anew out of the cluster or the state directory.
            bounded("its start", () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return null;
            });
        } catch (FailedException e) {
            String need = Needs.of(bundle, context.getBundles());
            throw need.isEmpty() ? e : new FailedException(need);
        }
    }

    @Override
    public void uninstall(String name) throws FailedException {
        Bundle bundle = context.getBundle(LOCATION + name);
        if (bundle != null) {
            bounded("its end", () -> {
                bundle.uninstall();
                refresh(bundle);
                return null;
            });
        }
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

    private void bounded(String what, Action action) throws FailedException {
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
                    + bound.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("it was interrupted: the agent ends");
        }
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
