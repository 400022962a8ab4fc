// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import io.mgmt.agent.Agent;
import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.graph.VertexState;
import io.mgmt.store.Store;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The bundles of {@code agent.feature} in somebody's own Felix: no launcher, no flags, only
 * ConfigAdmin. Each test has a framework, a state directory and an etcd of its own.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public final class PlainFelixIT {

    private static final String CONTENT = "kept by bundles alone\n";

    @Inject
    private BundleContext context;

    private Felix felix;
    private Path work;
    private Path file;

    /** Runs outside the container; what the tests are to know goes in as framework properties. */
    @Configuration
    public Option[] agent() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Distribution.MODULE.resolve("target/work"));
        List<Integer> ports = Ports.free(2);
        // What runs is installed once its configuration is there: its defaults are places of this machine.
        Map<Boolean, List<String>> later = Distribution.artifacts().stream().collect(
                Collectors.partitioningBy(name -> name.startsWith("io.mgmt.") && !name.equals("io.mgmt.api")));
        List<Option> options = new ArrayList<>(List.of(
                junitBundles(),
                workingDirectory(Distribution.MODULE.resolve("target/exam").toString()),
                systemPackages("io.mgmt.testkit"),
                // The shell would read this JVM's standard input, and end the framework at the end of it.
                frameworkProperty("gosh.args").value("--nointeractive"),
                frameworkProperty("test.work").value(folder.toString()),
                frameworkProperty("test.client").value("http://127.0.0.1:" + ports.get(0)),
                frameworkProperty("test.peer").value("http://127.0.0.1:" + ports.get(1)),
                frameworkProperty("test.etcd").value(Distribution.etcd().toString()),
                // Else pax-logging, which Pax Exam brings and SLF4J ends in here, prints all it is told.
                frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("INFO"),
                frameworkProperty("test.bundles").value(later.get(true).stream()
                        .map(Distribution::location).collect(Collectors.joining(",")))));
        later.get(false).forEach(artifact -> options.add(bundle(Distribution.location(artifact))));
        return options.toArray(Option[]::new);
    }

    @Before
    public void configureAndStart() throws Exception {
        felix = new Felix(context);
        work = Files.createTempDirectory(Path.of(context.getProperty("test.work")), "host");
        file = work.resolve("kept");
        felix.configure("io.mgmt.host", Map.of("hostname", "h1", "prefix", work.resolve("state").toString()));
        felix.configure("io.mgmt.engine", Map.of("file", graph().toString()));
        felix.configure("io.mgmt.etcd.server", Map.of("etcd", context.getProperty("test.etcd")));
        felix.configure("io.mgmt.membership", Map.of(
                "clientUrls", new String[] {context.getProperty("test.client")},
                "serverUrls", new String[] {context.getProperty("test.peer")}));
        felix.install(List.of(context.getProperty("test.bundles").split(",")));
    }

    private Path graph() throws IOException {
        return Files.writeString(work.resolve("graph.yaml"), """
                graph: plain
                resources:
                  file:
                  - name: kept
                    path: %s
                    content: |
                      %s
                    state: exists
                  noop:
                  - name: done
                edges:
                - name: e1
                  from: {kind: file, name: kept}
                  to: {kind: noop, name: done}
                """.formatted(file, CONTENT.strip()));
    }

    /** In order if the bundles let us, by force in any case: nothing of a test lives on. */
    @After
    public void endEtcd() throws Exception {
        try {
            // Else it would start etcd again.
            felix.stop("io.mgmt.membership");
            Optional<EtcdServer> server = felix.find(EtcdServer.class);
            if (server.isPresent()) {
                server.get().stop().get(Felix.SOON.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            Processes.end(work);
        }
    }

    @Test
    public void runsEveryBundleAndSatisfiesEveryComponent() {
        assertEquals(List.of(), felix.idle());
        Components components = new Components(felix.service(ServiceComponentRuntime.class));
        assertTrue(components.names().toString(), components.names().size() > 5);
        felix.service(Store.class);
        try {
            eventually(Felix.SOON, "every component is satisfied", () -> components.unsatisfied().isEmpty());
        } finally {
            // Says which one is not, which a time-out cannot.
            assertEquals(List.of(), components.unsatisfied());
        }
    }

    /** With the launcher, its class path brings this package; here the api bundle has to. */
    @Test
    public void needsNoLauncher() {
        assertEquals("io.mgmt.api", FrameworkUtil.getBundle(Agent.class).getSymbolicName());
        assertTrue(felix.find(Agent.class).isEmpty());
        felix.awaitVertex("noop", VertexState.IN_STATE);
    }

    @Test
    public void makesTheFileOfTheGraphAndRepairsIt() throws IOException {
        awaitFile();
        Files.writeString(file, "changed by hand");
        awaitFile();
        Files.delete(file);
        awaitFile();
        felix.awaitVertex("noop", VertexState.IN_STATE);
    }

    @Test
    public void aVertexWaitsWhileItsKindIsGone() throws Exception {
        awaitFile();
        felix.awaitVertex("file", VertexState.IN_STATE);
        felix.stop("io.mgmt.resource.file");
        String reason = felix.awaitVertex("file", VertexState.WAITING);
        assertTrue(reason, reason.contains("file"));
        Files.delete(file);
        felix.awaitVertex("noop", VertexState.IN_STATE);
        assertTrue("nobody is there to make it", Files.notExists(file));
        felix.start("io.mgmt.resource.file");
        awaitFile();
        felix.awaitVertex("file", VertexState.IN_STATE);
    }

    @Test
    public void etcdOutlivesItsBundle() throws Exception {
        long before = servingProcess();
        felix.stop("io.mgmt.etcd.server");
        assertTrue(felix.find(EtcdServer.class).isEmpty());
        assertTrue("etcd died with its bundle", ProcessHandle.of(before).isPresent());
        felix.start("io.mgmt.etcd.server");
        assertEquals(before, servingProcess());
        assertTrue(felix.service(EtcdServer.class).status().adopted());
        assertEquals(1, Processes.of(work).size());
    }

    private long servingProcess() {
        eventually(Felix.SOON, "etcd serves", () -> felix.find(EtcdServer.class).map(EtcdServer::status)
                .filter(status -> status.state() == ServerStatus.State.SERVING).isPresent());
        long pid = felix.service(EtcdServer.class).status().pid().orElseThrow();
        assertNotNull(felix.service(Store.class));
        return pid;
    }

    private void awaitFile() {
        eventually(Felix.SOON, file + " is as the graph says", () -> {
            try {
                return Files.exists(file) && Files.readString(file).equals(CONTENT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
