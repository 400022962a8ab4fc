// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.graph.GraphReport;
import io.mgmt.graph.RunningGraph;
import io.mgmt.graph.VertexState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Somebody's Felix, as its owner handles it: configures, starts and stops bundles, asks services. */
final class Felix {

    /** Longer than anything takes on a busy machine; what is waited for comes much sooner. */
    static final Duration SOON = Duration.ofSeconds(30);

    private final BundleContext context;

    Felix(BundleContext context) {
        this.context = context;
    }

    void configure(String pid, Map<String, Object> properties) throws IOException {
        service(ConfigurationAdmin.class).getConfiguration(pid, "?").update(new Hashtable<>(properties));
    }

    /** Installs all, then starts them in the same order. */
    void install(List<String> locations) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (String location : locations) {
            bundles.add(context.installBundle(location));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst().orElseThrow(() -> new AssertionError(symbolicName + " is not installed"));
    }

    void start(String symbolicName) throws BundleException {
        bundle(symbolicName).start();
    }

    void stop(String symbolicName) throws BundleException {
        bundle(symbolicName).stop();
    }

    /** Every bundle that does not run and is no fragment. */
    List<String> idle() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState())
                .toList();
    }

    <T> Optional<T> find(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? Optional.empty() : Optional.ofNullable(context.getService(reference));
    }

    /** Waits for it. */
    <T> T service(Class<T> type) {
        eventually(SOON, type.getSimpleName() + " is registered", () -> find(type).isPresent());
        return find(type).orElseThrow();
    }

    /** Waits until the vertex of the running graph is in the state, and returns its reason. */
    String awaitVertex(String kind, VertexState state) {
        eventually(SOON, kind + " is " + state, () -> vertex(kind).filter(v -> v.state() == state).isPresent());
        return vertex(kind).map(GraphReport.Vertex::reason).orElse("");
    }

    private Optional<GraphReport.Vertex> vertex(String kind) {
        return find(RunningGraph.class).flatMap(graph -> graph.report().vertices().stream()
                .filter(vertex -> vertex.ref().kind().equals(kind)).findFirst());
    }
}
