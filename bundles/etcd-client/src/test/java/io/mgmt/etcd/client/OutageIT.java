// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.testkit.RealEtcd;
import io.mgmt.testkit.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** What becomes of calls, watches and leases when a lone etcd dies, freezes and comes back. */
@RunWith(Parameterized.class)
public class OutageIT {

    private static final Duration SOON = Client.SOON;

    private final Path binary;
    private final Client client = new Client();
    private RealEtcd etcd;

    public OutageIT(String version) throws IOException, InterruptedException {
        binary = EtcdVersions.binary(version);
    }

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return EtcdVersions.all();
    }

    @Before
    public void start() {
        etcd = RealEtcd.start(binary);
    }

    @After
    public void end() {
        client.close();
        etcd.close();
    }

    /** A write without an answer may be there or not; what was acknowledged must be, once and in order. */
    @Test
    public void aWatchSurvivesKillsOfEtcdWithoutAGapAndWithoutADuplicate() {
        Store store = client.connect(etcd).store();
        Recorder recorder = new Recorder();
        store.watch("/seq/", 1, recorder);
        Writer writer = new Writer(store);
        for (int round = 0; round < 3; round++) {
            writer.awaitMore(50);
            etcd.kill();
            etcd.restart();
        }
        writer.awaitMore(50);
        List<Integer> acknowledged = writer.end();
        Told.assertComplete(recorder, acknowledged);
        assertEquals(List.of(), recorder.compactions());
    }

    @Test
    public void callsToAFrozenEtcdFailInTimeAndSayWhatIsKnown() {
        Store store = client.connect(etcd).store();
        store.get("/warm").join();
        etcd.stop();
        long begun = System.nanoTime();
        CompletableFuture<?> write = store.commit(put("/a", "1", 0));
        CompletableFuture<?> read = store.get("/a");
        CompletableFuture<?> grant = store.grant(Duration.ofSeconds(5));
        assertEquals(Effect.UNKNOWN, Failure.of(write).effect());
        assertEquals(Effect.NONE, Failure.of(read).effect());
        assertEquals(Effect.UNKNOWN, Failure.of(grant).effect());
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue("took " + millis + " ms", millis >= 900 && millis < 2_500);
        String message = Failure.of(write).getMessage();
        assertTrue(message, message.contains("no answer within 1000 ms"));
    }

    @Test
    public void theStoreIsGoneWhileEtcdIsFrozenAndComesBackWithItsWatches() {
        Store store = client.connect(etcd).store();
        Recorder recorder = new Recorder();
        store.watch("/a", 1, recorder);
        etcd.stop();
        eventually(SOON, "the store is unregistered", () -> !client.isConnected());
        assertEquals(List.of("+Members", "+Store", "-Store", "-Members"), client.registry().history());
        long begun = System.nanoTime();
        StoreException failure = Failure.of(store.commit(put("/a", "lost", 0)));
        assertEquals(Effect.NONE, failure.effect());
        assertTrue("fails at once", Duration.ofNanos(System.nanoTime() - begun).toMillis() < 300);
        assertTrue(failure.getMessage(), failure.getMessage().contains(etcd.clientUrl().toString()));
        etcd.cont();
        client.store().commit(put("/a", "found", 0)).join();
        eventually(SOON, "the watch goes on", () -> recorder.told().contains("/a=found"));
        assertEquals(List.of("/a=found"), recorder.told());
    }

    @Test
    public void moreCallsThanCanBeAnsweredFailAtOnce() {
        Store store = client.connect(etcd).store();
        etcd.stop();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i <= Calls.MOST_AT_ONCE; i++) {
            calls.add(store.get("/a"));
        }
        StoreException failure = Failure.of(calls.get(Calls.MOST_AT_ONCE));
        assertEquals("get /a was not sent: 10000 calls are under way already. Nothing was written.",
                failure.getMessage());
        etcd.cont();
        calls.forEach(call -> call.handle((got, failed) -> null).join());
        eventually(SOON, "calls are taken again",
                () -> store.get("/a").handle((got, failed) -> failed == null).join());
    }

    @Test
    public void aShortFreezeLosesNothing() {
        Store store = client.connect(etcd).store();
        Lease lease = store.grant(Duration.ofSeconds(8)).join();
        store.commit(put("/held", "1", lease.id())).join();
        etcd.stop();
        eventually(SOON, "a renewal is late", () -> lease.confirmedMillisAgo() > 4_000);
        etcd.cont();
        eventually(SOON, "renewed", () -> lease.confirmedMillisAgo() < 3_000);
        assertFalse(lease.lost().isDone());
        assertEquals(1, client.store().list("/held").join().entries().size());
    }

    @Test
    public void aLeaseThatAnOutageOutlastsIsLostToItsOwnerAtItsTime() {
        Store store = client.connect(etcd).store();
        Lease lease = store.grant(Duration.ofSeconds(3)).join();
        etcd.kill();
        eventually(SOON, "the owner is told", () -> lease.lost().isDone());
        assertTrue("" + lease.confirmedMillisAgo(),
                lease.confirmedMillisAgo() >= 3_000 && lease.confirmedMillisAgo() < 4_000);
        assertTrue(lease.lost().join(), lease.lost().join().contains("was not confirmed for 3 s"));
        etcd.restart();
        assertTrue(client.store().grant(Duration.ofSeconds(3)).join().id() != lease.id());
    }

    /** Etcd starts after the agent, as it does on a host that runs its own. */
    @Test
    public void findsAnEtcdThatStartsLater() {
        etcd.kill();
        client.connect(etcd);
        eventually(SOON, "it was looked for", () -> !client.isConnected());
        etcd.restart();
        long begun = System.nanoTime();
        client.store();
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue("took " + millis + " ms", millis < 2_000);
    }

    @Test
    public void anotherClusterOnTheSamePortIsNotTakenForOurs() {
        Store store = client.connect(etcd).store();
        String ours = store.clusterId();
        store.commit(put("/a", "1", 0)).join();
        etcd.replaceByAnotherCluster();
        eventually(SOON, "the store is unregistered", () -> !client.isConnected());
        assertEquals(Effect.NONE, Failure.of(store.commit(put("/b", "1", 0))).effect());
        try (Client other = new Client().connect(etcd)) {
            assertFalse(ours.equals(other.store().clusterId()));
            assertEquals("nothing was written", List.of(), other.store().list("/").join().entries());
        }
    }

    private static Txn put(String key, String value, long leaseId) {
        return Txn.of(new Txn.Put(key, value, leaseId));
    }
}
