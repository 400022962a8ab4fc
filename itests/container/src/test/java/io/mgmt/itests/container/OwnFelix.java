// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;

import io.mgmt.etcd.EtcdServer;
import io.mgmt.etcd.ServerStatus;
import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * A Felix with the bundles of {@code agent.feature} and nothing else, so that whatever keeps a class loader
 * alive is ours. It shares the api with the test, which thus reaches services as bundles do.
 */
final class OwnFelix extends ExternalResource {

    /** Besides the api. */
    private static final String SHARED = "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.5.0,org.slf4j;version=2.0.20,"
            + "org.slf4j.event;version=2.0.20,org.slf4j.helpers;version=2.0.20,org.slf4j.spi;version=2.0.20";

    private final TemporaryFolder folder = new TemporaryFolder();
    private Framework framework;
    private Felix felix;
    private String clientUrl;
    private int copies;

    /** The packages of an artifact with their versions. */
    private static String exported(String artifact) throws IOException {
        try (JarFile jar = new JarFile(Distribution.jar(artifact).toFile())) {
            return jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE)
                    .replaceAll(";uses:=\"[^\"]*\"", "");
        }
    }

    @Override
    protected void before() throws IOException {
        folder.create();
    }

    @Override
    protected void after() {
        try {
            end();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            Processes.end(work());
            folder.delete();
        }
    }

    /** Where everything of the test is. */
    Path work() {
        return folder.getRoot().toPath();
    }

    Felix felix() {
        return felix;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Where etcd serves. */
    String clientUrl() {
        return clientUrl;
    }

    /** Where bundles may be dropped. */
    Path deploy() {
        return work().resolve("state/h1/deploy");
    }

    /** Starts an agent with this graph, and waits until its etcd serves. */
    void start(String graph) throws Exception {
        Files.writeString(work().resolve("graph.yaml"), graph);
        List<Integer> ports = Ports.free(2);
        clientUrl = "http://127.0.0.1:" + ports.get(0);
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, work().resolve("cache").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, exported("io.mgmt.api") + "," + SHARED,
                "gosh.args", "--nointeractive", "felix.log.level", "1",
                // As the launcher has it.
                "felix.service.urlhandlers", "false"));
        framework.start();
        felix = new Felix(context());
        Map<Boolean, List<String>> ours = Distribution.artifacts().stream()
                .collect(Collectors.partitioningBy(name -> name.startsWith("io.mgmt.")));
        felix.install(locations(ours.get(false)));
        felix.configure("io.mgmt.host", Map.of("hostname", "h1", "prefix", work().resolve("state").toString()));
        felix.configure("io.mgmt.engine", Map.of("file", work().resolve("graph.yaml").toString()));
        felix.configure("io.mgmt.etcd.server", Map.of("etcd", Distribution.etcd().toString()));
        felix.configure("io.mgmt.membership", Map.of("clientUrls", new String[] {clientUrl},
                "serverUrls", new String[] {"http://127.0.0.1:" + ports.get(1)}));
        felix.install(locations(ours.get(true)));
        etcdPid();
    }

    private static List<String> locations(List<String> artifacts) {
        return artifacts.stream().map(Distribution::location).toList();
    }

    /** The process that serves, once it does. */
    long etcdPid() {
        eventually(Felix.SOON, "etcd serves", () -> felix.find(EtcdServer.class).map(EtcdServer::status)
                .filter(status -> status.state() == ServerStatus.State.SERVING).isPresent());
        return felix.service(EtcdServer.class).status().pid().orElseThrow();
    }

    /** The one bundle of this name that runs. */
    Bundle bundle(String symbolicName) {
        List<Bundle> running = Arrays.stream(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE).toList();
        if (running.size() != 1) {
            throw new AssertionError(symbolicName + " runs " + running.size() + " times");
        }
        return running.get(0);
    }

    /** A copy of a jar that ships, as a build would make it. */
    Path copy(String symbolicName) throws IOException {
        Path copy = work().resolve(symbolicName + "-" + ++copies + ".jar");
        return Files.copy(Distribution.jar(symbolicName), copy, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Uninstalls the bundle, and runs another copy of it. */
    Bundle replace(String symbolicName) throws BundleException, IOException {
        bundle(symbolicName).uninstall();
        Path copy = copy(symbolicName);
        Bundle fresh = context().installBundle(copy.toUri().toString());
        fresh.start();
        Files.delete(copy);
        return fresh;
    }

    /** In order if the bundles let us; what is left of processes is ended by force in any case. */
    private void end() throws Exception {
        if (framework == null) {
            return;
        }
        List<Bundle> membership = new ArrayList<>(Arrays.asList(context().getBundles()));
        membership.removeIf(bundle -> !"io.mgmt.membership".equals(bundle.getSymbolicName()));
        for (Bundle bundle : membership) {
            // Else it would start etcd again.
            bundle.stop();
        }
        Optional<EtcdServer> server = felix.find(EtcdServer.class);
        if (server.isPresent()) {
            server.get().stop().get(Felix.SOON.toSeconds(), TimeUnit.SECONDS);
        }
        framework.stop();
        framework.waitForStop(Felix.SOON.toMillis());
    }
}
