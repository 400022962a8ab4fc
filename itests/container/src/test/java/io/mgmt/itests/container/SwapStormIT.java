// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.mgmt.cluster.Membership;
import io.mgmt.graph.RunningGraph;
import io.mgmt.graph.VertexState;
import io.mgmt.store.Store;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Bundles are replaced again and again under load, in one framework: {@code -Dswaps.policy=} times a sizing
 * policy, and {@code -Dswaps.bundle=} times each other bundle. Nothing is lost, done twice or left behind.
 */
public final class SwapStormIT {

    private static final int POLICIES = Integer.getInteger("swaps.policy", 100);
    private static final int EACH = Integer.getInteger("swaps.bundle", 6);
    /** First of all, so that pools and caches that fill once are full when it is counted. */
    private static final int WARM_UP = 2;
    private static final List<String> BUNDLES = List.of("yaml", "engine", "resource.file", "resource.exec",
            "resource.basic", "file.watch", "etcd.client", "etcd.server", "membership", "shell");
    /** Threads that idle for some seconds before they end come and go. */
    private static final Duration SETTLES = Duration.ofSeconds(40);
    private static final int FEW = 4;
    /** What the writer of this test remembers, and what fills up only once. */
    private static final long HEAP_KIB = 8 << 10;
    /**
     * Felix 7.0.5 remembers each uninstalled bundle, without its classes, as long as a service lives that it
     * has used (its map {@code m_inUseMap}): about this much.
     */
    private static final int FELIX_KEEPS_KIB = 40;

    @Rule
    public final OwnFelix own = new OwnFelix();

    private final Map<String, List<WeakReference<ClassLoader>>> loaders = new TreeMap<>();
    private Path kept;
    private Path ran;

    @Test
    public void loseNothingAndLeaveNothingBehind() throws Exception {
        kept = own.work().resolve("kept");
        ran = own.work().resolve("ran");
        own.start(graph());
        long etcd = own.etcdPid();
        try (Load load = new Load(own.clientUrl(), kept)) {
            swapEach(WARM_UP);
            swapPolicies(WARM_UP);
            Footprint before = Footprint.settled(loaders);
            long start = System.nanoTime();
            swapPolicies(POLICIES);
            long policies = System.nanoTime();
            Footprint between = Footprint.settled(loaders);
            swapEach(EACH);
            System.out.println("swapped " + POLICIES + " policies in " + seconds(start, policies) + " s, " + EACH
                    + " times each of " + BUNDLES.size() + " bundles in " + seconds(policies, System.nanoTime()) + " s");
            Footprint after = Footprint.settled(loaders);
            System.out.println("before   " + before + "\npolicies " + between + "\nbundles  " + after);
            if (!Footprint.left(loaders).isEmpty()) {
                dump();
            }
            assertEquals("no class loader is left behind", Map.of(), Footprint.left(loaders));
            assertTrue(before + " became " + after, after.threads() <= before.threads() + FEW
                    && after.descriptors() <= before.descriptors() + FEW);
            long grown = after.heapKiB() - before.heapKiB();
            assertTrue("the heap has grown by " + grown + " KiB",
                    grown <= HEAP_KIB + (long) EACH * BUNDLES.size() * FELIX_KEEPS_KIB);
            assertGoesOn();
            System.out.println(load.nothingIsLost() + " writes acknowledged");
        }
        assertEquals("etcd is the same process", etcd, own.etcdPid());
        assertEquals("the command ran once", 1, Files.readAllLines(ran).size());
    }

    /** Who keeps a class loader can only be told from the heap. */
    private static void dump() throws IOException {
        Path file = Distribution.MODULE.resolve("target/left-behind.hprof");
        Files.deleteIfExists(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
    }

    private static long seconds(long from, long to) {
        return Duration.ofNanos(to - from).toSeconds();
    }

    private String graph() {
        return """
                graph: storm
                resources:
                  file:
                  - name: kept
                    path: %s
                    content: kept
                  exec:
                  - name: once
                    shell: /bin/sh
                    cmd: echo ran >> %s
                """.formatted(kept, ran);
    }

    /** Comes, is asked, and goes. */
    private void swapPolicies(int times) throws Exception {
        own.felix().service(Store.class);
        Path jar = TinyBundle.policy(own.work().resolve("tiny.jar"), "1.0.0");
        for (int i = 0; i < times; i++) {
            Bundle policy = own.context().installBundle("tiny:" + i, Files.newInputStream(jar));
            policy.start();
            eventually(Felix.SOON, "policy " + i + " is asked", () -> TinyBundle.isAsked(policy));
            remember(policy);
            policy.uninstall();
        }
        awaitReport("idealClusterSize is 5", "1 of 5 voters");
    }

    private void swapEach(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            for (String name : BUNDLES) {
                remember(own.bundle("io.mgmt." + name));
                own.replace("io.mgmt." + name);
            }
            assertGoesOn();
        }
    }

    private void remember(Bundle bundle) {
        loaders.computeIfAbsent(bundle.getSymbolicName(), name -> new ArrayList<>())
                .add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
    }

    private void assertGoesOn() throws IOException {
        own.felix().service(Store.class);
        eventually(Felix.SOON, "the graph is in state", () -> own.felix().find(RunningGraph.class)
                .map(RunningGraph::report).filter(report -> report.vertices().size() == 2 && report.vertices().stream()
                        .allMatch(vertex -> vertex.state() == VertexState.IN_STATE)).isPresent());
        eventually(Felix.SOON, "the file is there", () -> Files.exists(kept));
        awaitReport("1 of 5 voters");
    }

    /** One of the texts is in what membership says. */
    private void awaitReport(String... texts) {
        eventually(Felix.SOON, "membership says " + List.of(texts), () -> own.felix().find(Membership.class)
                .map(Membership::report).map(Object::toString)
                .filter(report -> List.of(texts).stream().anyMatch(report::contains)).isPresent());
    }

    /** What this process holds. */
    private record Footprint(int threads, int descriptors, long heapKiB, int loaders) {

        /** Once everything that can go has gone, or does not. */
        static Footprint settled(Map<String, List<WeakReference<ClassLoader>>> loaders) throws InterruptedException {
            long end = System.nanoTime() + SETTLES.toNanos();
            do {
                System.gc();
                Thread.onSpinWait();
            } while (!left(loaders).isEmpty() && System.nanoTime() < end);
            Runtime runtime = Runtime.getRuntime();
            File[] open = new File("/proc/self/fd").listFiles();
            return new Footprint(Thread.getAllStackTraces().size(), open.length,
                    (runtime.totalMemory() - runtime.freeMemory()) >> 10, left(loaders).size());
        }

        /** The bundles whose class loaders still are there, and how many. */
        static Map<String, Integer> left(Map<String, List<WeakReference<ClassLoader>>> loaders) {
            Map<String, Integer> left = new TreeMap<>();
            loaders.forEach((name, references) -> {
                int count = (int) references.stream().filter(reference -> reference.get() != null).count();
                if (count > 0) {
                    left.put(name, count);
                }
            });
            return left;
        }
    }
}
