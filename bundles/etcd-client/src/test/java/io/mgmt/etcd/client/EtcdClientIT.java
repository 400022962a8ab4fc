// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.Event;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import io.mgmt.testkit.RealEtcd;
import io.mgmt.testkit.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The client as a whole: which cluster it talks to, and what is left when it ends. */
public class EtcdClientIT {

    private static final Duration SOON = Client.SOON;

    private static RealEtcd etcd;
    private static RealEtcd other;

    private final Client client = Client.patient();

    @BeforeClass
    public static void start() throws IOException, InterruptedException {
        etcd = RealEtcd.start(EtcdVersions.binary(EtcdVersions.all().get(0)));
        other = RealEtcd.start(EtcdVersions.binary(EtcdVersions.all().get(0)));
    }

    @AfterClass
    public static void end() {
        etcd.close();
        other.close();
    }

    @After
    public void close() {
        client.close();
    }

    @Test
    public void servicesNameTheirCluster() {
        Store store = client.connect(etcd).store();
        assertEquals(store.clusterId(), client.registry().property(Store.class, "cluster.id"));
        assertEquals(store.clusterId(), client.registry().property(io.mgmt.etcd.Members.class, "cluster.id"));
    }

    /** An idle agent would do little else but probe. Half of the probes are spared on a machine of any speed. */
    @Test
    public void whatIsAnsweredTakesThePlaceOfProbes() throws IOException {
        Duration interval = Duration.ofMillis(200);
        int intervals = 10;
        try (Client quick = new Client(new Settings(Duration.ofSeconds(10), Duration.ofSeconds(10), interval, 3))) {
            Store store = quick.connect(etcd).store();
            long before = readsStarted();
            long end = System.nanoTime() + interval.multipliedBy(intervals).toNanos();
            int asked = 0;
            while (System.nanoTime() < end) {
                store.get("/asked").join();
                asked++;
            }
            long probes = readsStarted() - before - asked;
            assertTrue(probes + " probes beside " + asked + " reads", probes < intervals / 2);
        }
    }

    private static long readsStarted() throws IOException {
        String metrics = new String(etcd.clientUrl().resolve("/metrics").toURL().openStream().readAllBytes(),
                StandardCharsets.UTF_8);
        return metrics.lines().filter(line -> line.startsWith("grpc_server_started_total{grpc_method=\"Range\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))).sum();
    }

    @Test
    public void anEndpointOfAnotherClusterIsDroppedWithOneErrorThatNamesBoth() {
        String ours = clusterOf(etcd);
        String theirs = clusterOf(other);
        List<String> errors;
        try (CapturedLog log = new CapturedLog()) {
            Store store = client.connect(ours, other, etcd).store();
            eventually(SOON, "the error", () -> !log.errors().isEmpty());
            put(store, "/mine", "1");
            client.connect(ours, other, etcd);
            client.connect(ours, etcd);
            client.connect(ours, other, etcd);
            put(store, "/mine", "2");
            // An endpoint that is asked later has answered by now: the other one was asked before it.
            client.disconnect().connect(ours, etcd).store();
            errors = log.errors();
        }
        assertEquals(errors.toString(), 1, errors.size());
        assertTrue(errors.get(0), errors.get(0).contains(ours) && errors.get(0).contains(theirs)
                && errors.get(0).contains(other.clientUrl().toString()));
        try (Client check = Client.patient().connect(other)) {
            assertEquals(List.of(), check.store().list("/mine").join().entries());
        }
    }

    @Test
    public void isNotConnectedByAnotherClusterAlone() {
        String ours = clusterOf(etcd);
        try (CapturedLog log = new CapturedLog()) {
            client.connect(ours, other);
            eventually(SOON, "the error", () -> !log.errors().isEmpty());
        }
        assertFalse(client.isConnected());
    }

    @Test
    public void movesToAnotherClusterWhenToldTo() {
        Store first = client.connect(etcd).store();
        Lease lease = first.grant(Duration.ofSeconds(60)).join();
        String theirs = clusterOf(other);
        client.connect(theirs, other);
        eventually(SOON, "the new store", () -> client.isConnected() && client.store() != first);
        assertEquals(theirs, client.store().clusterId());
        assertEquals(Effect.NONE, Failure.of(first.get("/a")).effect());
        eventually(SOON, "the lease is lost to its owner", () -> lease.lost().isDone());
        try (Client again = Client.patient().connect(etcd)) {
            again.store().revoke(lease.id()).join();
        }
    }

    @Test
    public void aListenerThatBlocksHoldsUpNobodyElse() throws InterruptedException {
        Store store = client.connect(etcd).store();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        long from = store.get("/x").join().revision() + 1;
        store.watch("/blocked", from, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                blocked.countDown();
                awaitQuietly(release);
            }

            @Override
            public void compacted(long compactRevision) {
                throw new AssertionError("nothing was compacted");
            }
        });
        Recorder recorder = new Recorder();
        store.watch("/blocked", from, recorder);
        put(store, "/blocked", "1");
        blocked.await();
        put(store, "/blocked", "2");
        eventually(SOON, "the other watch", () -> recorder.told().size() == 2);
        release.countDown();
    }

    /** gRPC, Netty and we ourselves have threads; none may be left over. */
    @Test
    public void aHundredReconnectsLeakNoThread() {
        Client many = Client.patient();
        for (int i = 0; i < 100; i++) {
            Store store = many.connect(etcd).store();
            store.watch("/", 1, new Recorder());
            store.grant(Duration.ofSeconds(2)).join();
            many.disconnect();
            eventually(SOON, "disconnected", () -> !many.isConnected());
        }
        many.close();
        eventually(SOON, "no thread is left", () -> ourThreads().isEmpty());
    }

    @Test
    public void closingEndsEverythingWithinASecond() {
        Store store = client.connect(etcd).store();
        store.watch("/", 1, new Recorder());
        Lease lease = store.grant(Duration.ofSeconds(60)).join();
        etcd.stop();
        CompletableFuture<?> underWay = store.commit(Txn.of(new Txn.Put("/a", "1", 0)));
        eventually(SOON, "threads run", () -> !ourThreads().isEmpty());
        long begun = System.nanoTime();
        client.close();
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        etcd.cont();
        assertTrue("took " + millis + " ms", millis < 1_000);
        assertFalse(client.isConnected());
        Failure.of(underWay);
        assertTrue(lease.lost().isDone());
        assertEquals(Effect.NONE, Failure.of(store.get("/a")).effect());
        Failure.of(store.revoke(lease.id()));
        store.watch("/", 1, new Recorder()).close();
        eventually(Duration.ofSeconds(1), "no thread is left", () -> ourThreads().isEmpty());
        try (Client again = Client.patient().connect(etcd)) {
            again.store().revoke(lease.id()).join();
        }
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("etcd-client") || name.startsWith("grpc")
                        || name.startsWith("globalEventExecutor") || name.contains("IoEventLoop"))
                .sorted().toList();
    }

    private static String clusterOf(RealEtcd etcd) {
        try (Client client = Client.patient().connect(etcd)) {
            return client.store().clusterId();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void put(Store store, String key, String value) {
        store.commit(Txn.of(new Txn.Put(key, value, 0))).join();
    }

    private static String get(Store store, String key) {
        return store.get(key).join().first().orElseThrow().value();
    }
}
