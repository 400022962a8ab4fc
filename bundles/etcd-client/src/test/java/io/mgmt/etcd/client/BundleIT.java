// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.RealEtcd;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The bundle as it ships, in Felix: class loading there is not that of the class path. The api's types
 * exist twice here, in the bundles and in this test, so that the test calls them by reflection.
 */
public class BundleIT {

    private static final Duration SOON = Client.SOON;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Framework felix;
    private RealEtcd etcd;

    @Before
    public void start() throws Exception {
        etcd = RealEtcd.start(EtcdVersions.binary(EtcdVersions.all().get(0)));
        FrameworkFactory factory = new org.apache.felix.framework.FrameworkFactory();
        Map<String, String> configuration = new HashMap<>();
        configuration.put("org.osgi.framework.storage", folder.getRoot().toString());
        configuration.put("org.osgi.framework.system.packages.extra",
                "org.slf4j;version=2.0.20,org.slf4j.spi;version=2.0.20,org.slf4j.helpers;version=2.0.20");
        felix = factory.newFramework(configuration);
        felix.start();
        List<Bundle> bundles = new ArrayList<>();
        for (String type : List.of("org.osgi.util.function.Function", "org.osgi.util.promise.Promise",
                "org.osgi.service.component.ComponentContext", "org.apache.felix.scr.info.ScrInfo",
                "org.apache.felix.cm.PersistenceManager", "io.mgmt.store.Store",
                "io.mgmt.etcd.client.EtcdClient")) {
            bundles.add(felix.getBundleContext().installBundle(jarOf(type).toUri().toString()));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    @After
    public void end() throws Exception {
        felix.stop();
        felix.waitForStop(10_000);
        etcd.close();
    }

    @Test
    public void exportsNothingAndImportsOnlyWhatAFrameworkHas() throws Exception {
        try (JarFile jar = new JarFile(jarOf("io.mgmt.etcd.client.EtcdClient").toFile())) {
            Manifest manifest = jar.getManifest();
            assertNull(manifest.getMainAttributes().getValue("Export-Package"));
            assertNull(manifest.getMainAttributes().getValue("Private-Package"));
            String imports = manifest.getMainAttributes().getValue("Import-Package");
            for (String word : List.of("jetcd", "grpc", "netty", "vertx", "google", "io.mgmt.core")) {
                assertTrue(imports, !imports.contains(word));
            }
            assertTrue("configuration is described", jar.stream()
                    .anyMatch(entry -> entry.getName().startsWith("OSGI-INF/metatype/")));
        }
    }

    @Test
    public void writesWatchesAndLeasesInsideFelix() throws Exception {
        Object connector = service("io.mgmt.etcd.EtcdConnector");
        assertNull("not before it is connected", reference("io.mgmt.store.Store"));
        // By name, so that gRPC has to find its resolver of names in the nested jars.
        URI byName = URI.create("http://localhost:" + etcd.clientUrl().getPort());
        invoke(connector, "connect", List.of(byName), "");
        eventually(SOON, "the store is registered", () -> reference("io.mgmt.store.Store") != null);
        Object store = service("io.mgmt.store.Store");
        assertEquals(invoke(store, "clusterId"), reference("io.mgmt.store.Store").getProperty("cluster.id"));

        List<Object> told = new CopyOnWriteArrayList<>();
        Class<?> listener = store.getClass().getClassLoader().loadClass("io.mgmt.store.WatchListener");
        AutoCloseable watch = (AutoCloseable) invoke(store, "watch", "/a", 1L, Proxy.newProxyInstance(
                listener.getClassLoader(), new Class<?>[] {listener},
                (self, method, arguments) -> told.add(arguments[1])));
        Object lease = ((CompletableFuture<?>) invoke(store, "grant", Duration.ofSeconds(5))).get();
        assertTrue((Boolean) invoke(commit(store, (Long) invoke(lease, "id")), "succeeded"));
        eventually(SOON, "the watch tells", () -> told.toString().contains("value=1"));
        assertEquals(1, members().size());
        ((CompletableFuture<?>) invoke(lease, "revoke")).get();
        eventually(SOON, "the key goes with its lease", () -> told.toString().contains("deleted=true"));
        watch.close();

        invoke(connector, "connect", List.<URI>of(), "");
        eventually(SOON, "the store is gone", () -> reference("io.mgmt.store.Store") == null);
    }

    @Test
    public void stoppingTheBundleLeavesNoServiceAndNoThread() throws Exception {
        invoke(service("io.mgmt.etcd.EtcdConnector"), "connect", List.of(etcd.clientUrl()), "");
        eventually(SOON, "the store is registered", () -> reference("io.mgmt.store.Store") != null);
        for (Bundle bundle : felix.getBundleContext().getBundles()) {
            if (bundle.getSymbolicName().equals("io.mgmt.etcd.client")) {
                bundle.stop();
            }
        }
        assertNull(reference("io.mgmt.store.Store"));
        assertNull(reference("io.mgmt.etcd.Members"));
        eventually(SOON, "no thread is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("etcd-client")));
    }

    private Object commit(Object store, long leaseId) throws Exception {
        ClassLoader loader = store.getClass().getClassLoader();
        Object put = loader.loadClass("io.mgmt.store.Txn$Put")
                .getConstructor(String.class, String.class, long.class).newInstance("/a", "1", leaseId);
        Object txn = loader.loadClass("io.mgmt.store.Txn").getConstructor(List.class, List.class)
                .newInstance(List.of(), List.of(put));
        return ((CompletableFuture<?>) invoke(store, "commit", txn)).get();
    }

    private List<?> members() throws Exception {
        return (List<?>) ((CompletableFuture<?>) invoke(service("io.mgmt.etcd.Members"), "list")).get();
    }

    /** Of all services, because the framework's own idea of the type is that of the class path. */
    private ServiceReference<?> reference(String type) {
        try {
            ServiceReference<?>[] all = felix.getBundleContext().getAllServiceReferences(type, null);
            return all == null ? null : all[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object service(String type) {
        eventually(SOON, type, () -> reference(type) != null);
        return felix.getBundleContext().getService(reference(type));
    }

    private static Object invoke(Object target, String name, Object... arguments) throws Exception {
        for (Class<?> type : target.getClass().getInterfaces()) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    return method.invoke(target, arguments);
                }
            }
        }
        return target.getClass().getMethod(name).invoke(target);
    }

    /** The jar that the build or the class path has for a type. */
    private static Path jarOf(String type) throws Exception {
        URL resource = BundleIT.class.getClassLoader().getResource(type.replace('.', '/') + ".class");
        String text = resource.toString();
        if (!text.startsWith("jar:")) {
            throw new IllegalStateException(type + " is not in a jar but in " + text + "; run mvn verify");
        }
        return Path.of(URI.create(text.substring(4, text.indexOf('!'))));
    }
}
