// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * What a guest does in a framework: comes, works, and goes. A program, because a framework of each kind
 * can only be had once in a process.
 */
final class Visit {

    private final Properties given;
    private final ForeignFramework framework;
    private final Path work;

    private Visit(Properties given, ForeignFramework framework) {
        this.given = given;
        this.framework = framework;
        this.work = Path.of(given.getProperty("work"));
    }

    /** @param args a properties file: work, etcd, client, peer; owner, guest, plugins: locations with spaces between */
    public static void main(String[] args) throws Exception {
        Properties given = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[0]))) {
            given.load(in);
        }
        try (ForeignFramework framework = new ForeignFramework(given.getProperty("work") + "/framework")) {
            System.out.println("framework: " + framework.name());
            new Visit(given, framework).run();
        }
        System.out.println("done");
        System.exit(0);
    }

    private void run() throws Exception {
        for (Bundle bundle : framework.install(locations("owner"))) {
            start(bundle);
        }
        List<String> before = framework.bundles();
        framework.watch();
        configure();

        List<Bundle> guests = framework.install(locations("guest"));
        assertEquals("unresolved", List.of(), guests.stream().filter(guest -> guest.getState() == Bundle.INSTALLED)
                .map(Bundle::getSymbolicName).toList());
        System.out.println("resolved: " + guests.size());
        for (Bundle bundle : guests) {
            start(bundle);
        }
        framework.service("io.mgmt.store.Store");
        List<String> plugins = locations("plugins");
        if (!plugins.isEmpty()) {
            use(framework.install(plugins));
        }
        eventually(Felix.SOON, "the file of the graph", () -> Files.exists(work.resolve("made")));
        System.out.println("works");

        framework.uninstall(guests);
        assertEquals("installing or uninstalling disturbed the owner's bundles", List.of(), framework.disturbances());
        assertEquals(before, framework.bundles());
        eventually(Felix.SOON, "no thread is left", () -> threads().isEmpty());
    }

    /** A kind and a policy of others: the graph has waited for the kind, and both are let go of as quickly. */
    private void use(List<Bundle> plugins) throws Exception {
        String usual = framework.best("io.mgmt.cluster.ClusterSizingPolicy");
        Path hosts = work.resolve("hosts");
        assertTrue("nobody there makes it", Files.notExists(hosts));
        for (Bundle plugin : plugins) {
            start(plugin);
        }
        // The file is there a moment before its line is.
        eventually(Felix.SOON, "the line of the graph", () -> read(hosts).equals("10.0.0.7 db\n"));
        eventually(Felix.SOON, "its vertex converges", () -> framework.graph().contains("line[db], state=IN_STATE"));
        Files.writeString(hosts, "127.0.0.1 localhost\n");
        eventually(Felix.SOON, "the line is repaired", () -> read(hosts).equals("127.0.0.1 localhost\n10.0.0.7 db\n"));
        assertEquals("com.example.sizing.zones.ZoneSizing", framework.best("io.mgmt.cluster.ClusterSizingPolicy"));
        framework.uninstall(plugins);
        eventually(Felix.SOON, "the usual policy is back",
                () -> framework.best("io.mgmt.cluster.ClusterSizingPolicy").equals(usual));
        eventually(Felix.SOON, "the line waits for its kind", () -> framework.graph().contains("line[db], state=WAITING"));
        System.out.println("plugged");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<String> locations(String key) {
        String all = given.getProperty(key, "").strip();
        return all.isEmpty() ? List.of() : List.of(all.split(" "));
    }

    private static void start(Bundle bundle) throws Exception {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
            bundle.start();
        }
    }

    private void configure() throws Exception {
        framework.configure("io.mgmt.host", Map.of("hostname", "g1", "prefix", work.resolve("state").toString()));
        framework.configure("io.mgmt.engine", Map.of("file", given.getProperty("graph")));
        framework.configure("io.mgmt.etcd.server", Map.of("etcd", given.getProperty("etcd")));
        framework.configure("io.mgmt.membership", Map.of("clientUrls", new String[] {given.getProperty("client")},
                "serverUrls", new String[] {given.getProperty("peer")}));
    }

    private static List<String> threads() {
        List<String> ours = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("(mgmt|etcd-client|grpc).*")) {
                ours.add(thread.getName());
            }
        }
        return ours;
    }
}
