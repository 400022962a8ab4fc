// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.Membership;
import io.mgmt.graph.RunningGraph;
import io.mgmt.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** What a person puts into {@code deploy/} of a running agent, in a Felix that nobody started for us. */
public final class DeployIT {

    /** From the jar being there to the leader asking it. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    @Rule
    public final OwnFelix own = new OwnFelix();

    @Before
    public void start() throws Exception {
        own.start("""
                graph: deployed
                resources:
                  noop:
                  - name: a
                """);
        own.felix().service(Store.class);
        awaitReport("idealClusterSize is 5", "1 of 5 voters");
    }

    private void awaitReport(String... texts) {
        eventually(Felix.SOON, "membership says one of " + List.of(texts), () -> own.felix().find(Membership.class)
                .map(Membership::report).map(Object::toString)
                .filter(report -> Arrays.stream(texts).anyMatch(report::contains)).isPresent());
    }

    private void awaitPolicy() {
        eventually(Felix.SOON, "the policy is asked",
                () -> named(TinyBundle.POLICY).stream().anyMatch(TinyBundle::isAsked));
    }

    private List<Bundle> named(String symbolicName) {
        return Arrays.stream(own.context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())).toList();
    }

    @Test
    public void aPolicyDecidesWithinASecondAndUntilItIsTakenAway() throws Exception {
        Path built = TinyBundle.policy(own.work().resolve("built.jar"), "1.0.0");
        Path jar = own.deploy().resolve("tiny.jar");
        long start = System.nanoTime();
        Files.copy(built, jar);
        awaitPolicy();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        awaitReport("1 of 3 voters");
        Files.delete(jar);
        awaitReport("1 of 5 voters");
        assertEquals(List.of(), named(TinyBundle.POLICY));
        System.out.println("a policy was asked " + took.toMillis() + " ms after its jar was there");
        assertTrue(took.toString(), took.compareTo(QUICK) < 0);
    }

    /** A copy over a slow line, and one that breaks off. */
    @Test
    public void aJarThatIsStillWrittenIsNotTouchedBefore() throws Exception {
        Path built = TinyBundle.policy(own.work().resolve("built.jar"), "1.0.0");
        byte[] bytes = Files.readAllBytes(built);
        Path jar = own.deploy().resolve("tiny.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (byte one : bytes) {
                out.write(one);
                out.flush();
                Thread.onSpinWait();
            }
        }
        awaitPolicy();
        long before = own.bundle(TinyBundle.POLICY).getBundleId();
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
        // Whoever is asked after this one was seen, was not disturbed by the half jar before.
        TinyBundle.needing(own.deploy().resolve("fence.jar"), "com.acme.fence", "org.osgi.framework");
        eventually(Felix.SOON, "the fence runs", () -> named("com.acme.fence").stream()
                .anyMatch(bundle -> bundle.getState() == Bundle.ACTIVE));
        assertEquals("the old one runs on", before, own.bundle(TinyBundle.POLICY).getBundleId());
        Files.move(TinyBundle.policy(own.work().resolve("next.jar"), "1.1.0"), jar, ATOMIC_MOVE);
        eventually(Felix.SOON, "the new one runs", () -> named(TinyBundle.POLICY).stream()
                .allMatch(bundle -> bundle.getVersion().toString().equals("1.1.0")));
        assertNotEquals(before, own.bundle(TinyBundle.POLICY).getBundleId());
    }

    @Test
    public void aBundleThatShippedIsReplacedAndComesBack() throws Exception {
        for (String name : List.of("io.mgmt.yaml", "io.mgmt.engine", "io.mgmt.file.watch", "io.mgmt.membership")) {
            Bundle shipped = own.bundle(name);
            Path jar = own.deploy().resolve(name + ".jar");
            Files.copy(Distribution.jar(name), jar);
            eventually(Felix.SOON, name + " is replaced", () -> shipped.getState() == Bundle.RESOLVED
                    && named(name).stream().anyMatch(bundle -> bundle.getState() == Bundle.ACTIVE));
            assertGoesOn();
            Files.delete(jar);
            eventually(Felix.SOON, name + " is back", () -> shipped.getState() == Bundle.ACTIVE);
            assertEquals(List.of(shipped), named(name));
            assertGoesOn();
        }
    }

    private void assertGoesOn() {
        eventually(Felix.SOON, "the graph runs", () -> own.felix().find(RunningGraph.class)
                .filter(graph -> graph.report().converged() && graph.report().vertices().size() == 1).isPresent());
        awaitReport("1 of 5 voters");
    }

    @Test
    public void aConfigurationWinsWhileItsFileIsThere() throws IOException {
        Path other = Files.writeString(own.work().resolve("other.yaml"), """
                graph: other
                resources:
                  noop:
                  - name: b
                """);
        Path file = own.deploy().resolve("io.mgmt.engine.cfg");
        Files.writeString(file, "# by hand\nfile = " + other + "\n");
        awaitGraph("other");
        Files.delete(file);
        awaitGraph("deployed");
        Files.writeString(own.deploy().resolve("io.mgmt.engine.config"), "file=\"" + other + "\"\nmaxRuntime=I\"0\"\n");
        awaitGraph("other");
    }

    private void awaitGraph(String name) {
        eventually(Felix.SOON, "the graph is " + name, () -> own.felix().find(RunningGraph.class)
                .filter(graph -> graph.report().graph().equals(name)).isPresent());
    }

    /** Also the bundle that looks at the directory may be stopped; what is deployed stays. */
    @Test
    public void whatIsDeployedOutlivesTheBundleThatDeploysIt() throws Exception {
        Path jar = TinyBundle.policy(own.deploy().resolve("tiny.jar"), "1.0.0");
        awaitPolicy();
        Bundle policy = own.bundle(TinyBundle.POLICY);
        own.felix().stop("io.mgmt.deploy");
        assertEquals(Bundle.ACTIVE, policy.getState());
        own.felix().start("io.mgmt.deploy");
        TinyBundle.needing(own.deploy().resolve("fence.jar"), "com.acme.fence", "org.osgi.framework");
        eventually(Felix.SOON, "the fence runs", () -> !named("com.acme.fence").isEmpty());
        assertEquals(policy, own.bundle(TinyBundle.POLICY));
        own.felix().stop("io.mgmt.deploy");
        Files.delete(jar);
        own.felix().start("io.mgmt.deploy");
        eventually(Felix.SOON, "it goes with its file", () -> named(TinyBundle.POLICY).isEmpty());
    }
}
