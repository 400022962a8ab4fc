// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.Members.Status;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.Txn;
import io.mgmt.testkit.RealEtcd;
import io.mgmt.testkit.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** A cluster of three, seen through some of its members. */
@RunWith(Parameterized.class)
public class ClusterIT {

    private static final Duration SOON = Client.SOON;
    private static final List<String> CONNECTED_ONCE = List.of("+Members", "+Store");

    private final Path binary;
    private final Client client = new Client(new Settings(Duration.ofSeconds(2),
            Duration.ofSeconds(3), Duration.ofSeconds(1), 3));
    private List<RealEtcd> etcds = List.of();
    private RealEtcd h1;
    private RealEtcd h2;
    private RealEtcd h3;

    public ClusterIT(String version) throws IOException, InterruptedException {
        binary = EtcdVersions.binary(version);
    }

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return EtcdVersions.all();
    }

    @Before
    public void start() {
        etcds = RealEtcd.cluster(binary, 3);
        h1 = etcds.get(0);
        h2 = etcds.get(1);
        h3 = etcds.get(2);
    }

    @After
    public void end() {
        client.close();
        etcds.forEach(RealEtcd::close);
    }

    @Test
    public void endpointsChangeAtRunTimeAndNothingIsInterrupted() {
        try (Client patient = Client.patient()) {
            changeEndpointsWhileWriting(patient);
        }
    }

    /** h1 is not in the list any more, so its end is nothing to us. */
    @Test
    public void anEndpointThatWasLeftMayDie() {
        Store store = client.connect(h1).store();
        Recorder recorder = new Recorder();
        store.watch("/a", 1, recorder);
        client.connect(store.clusterId(), h2, h3);
        put(store, "1");
        h1.kill();
        eventually(SOON, "a new leader", () -> canWrite(store));
        put(store, "3");
        eventually(SOON, "the watch goes on", () -> recorder.told().contains("/a=3"));
        assertEquals("/a=1", recorder.told().get(0));
        assertEquals("", recorder.broken());
    }

    @Test
    public void aDeadEndpointAmongOthersDoesNotMakeCallsFail() {
        h1.kill();
        Store store = client.connect(h1, h2, h3).store();
        eventually(SOON, "a leader", () -> canWrite(store));
        IntStream.range(0, 100).forEach(i -> put(store, "" + i));
        assertEquals("99", store.get("/a").join().first().orElseThrow().value());
    }

    /** The read is asked again elsewhere within its time, before anybody noticed that h1 is frozen. */
    @Test
    public void aFrozenEndpointDoesNotMakeAReadFail() {
        Store store = client.connect(h1, h2, h3).store();
        put(store, "1");
        eventually(SOON, "the others are known to serve", () -> servesAll(store));
        h1.stop();
        long begun = System.nanoTime();
        eventually(SOON, "a leader", () -> store.get("/a").handle((got, failed) -> failed == null).join());
        assertEquals("1", store.get("/a").join().first().orElseThrow().value());
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        assertTrue("took " + millis + " ms", millis < 9_000);
        assertTrue(client.isConnected());
    }

    @Test
    public void theMemberListIsSortedAndComplete() {
        List<Member> members = client.connect(h2).members().list().join();
        assertEquals(List.of("h1", "h2", "h3"), members.stream().map(Member::name).toList());
        for (int i = 0; i < 3; i++) {
            Member member = members.get(i);
            assertEquals(List.of(etcds.get(i).clientUrl().toString()), member.clientUrls());
            assertTrue(member.id(), member.id().matches("[0-9a-f]{1,16}"));
            assertFalse(member.learner());
        }
    }

    @Test
    public void eachMemberTellsItsStatus() {
        List<Member> members = client.connect(h1).members().list().join();
        List<Status> all = members.stream()
                .map(member -> client.members().status(member.clientUrls().get(0)).join()).toList();
        assertEquals(members.stream().map(Member::id).toList(), all.stream().map(Status::memberId).toList());
        for (Status status : all) {
            assertEquals(client.store().clusterId(), status.clusterId());
            assertEquals(all.get(0).leaderId(), status.leaderId());
            assertTrue(members.stream().anyMatch(member -> member.id().equals(status.leaderId())));
            assertTrue(status.toString(),
                    status.raftTerm() > 0 && status.raftIndex() > 0 && status.databaseBytes() > 0);
        }
        h3.kill();
        String gone = h3.clientUrl().toString();
        assertTrue(Failure.of(client.members().status(gone)).getMessage().contains(gone));
    }

    /** Without a quorum a member still holds its list, which may be old: that is not given out. */
    @Test
    public void theMemberListIsNotReadFromAMemberWithoutAQuorum() {
        client.connect(h1).members().list().join();
        var members = client.members();
        h2.kill();
        h3.kill();
        Failure.of(members.list());
        eventually(SOON, "the store is unregistered", () -> !client.isConnected());
        assertEquals("0", statusWithoutLeader(members));
    }

    /** What was told before h1 froze is not told again; what happened since is gone, and that is told. */
    @Test
    public void aWatchThatMissedACompactionSaysSo() {
        Store store = client.connect(h1).store();
        Recorder recorder = new Recorder();
        store.watch("/a", 1, recorder);
        put(store, "1");
        eventually(SOON, "the first is told", () -> recorder.told().equals(List.of("/a=1")));
        h1.stop();
        try (Client other = Client.patient().connect(h2, h3)) {
            eventually(SOON, "a leader", () -> canWrite(other.store()));
            long revision = put(other.store(), "3");
            h2.post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\"}");
            // Until h1 is known to be lost, so that the watch has to begin again.
            eventually(SOON, "the store is unregistered", () -> !client.isConnected());
        }
        h1.cont();
        eventually(SOON, "compaction told", () -> recorder.compactions().size() == 1);
        assertEquals(List.of("/a=1"), recorder.told());
    }

    private void changeEndpointsWhileWriting(Client patient) {
        Store store = patient.connect(h1).store();
        Recorder recorder = new Recorder();
        store.watch("/seq/", 1, recorder);
        Lease lease = store.grant(Duration.ofSeconds(3)).join();
        Writer writer = new Writer(store);
        for (RealEtcd etcd : List.of(h2, h1, h2, h3, h2)) {
            writer.awaitMore(20);
            patient.connect(store.clusterId(), etcd);
        }
        writer.awaitMore(20);
        List<Integer> acknowledged = writer.end();
        List<Integer> all = IntStream.rangeClosed(1, acknowledged.size()).boxed().toList();
        assertEquals("no write failed", all, acknowledged);
        eventually(SOON, "all told", () -> recorder.events().size() == all.size());
        assertEquals("", recorder.broken());
        assertFalse(lease.lost().isDone());
        assertEquals(CONNECTED_ONCE, patient.registry().history());
    }

    private String statusWithoutLeader(io.mgmt.etcd.Members members) {
        String url = h1.clientUrl().toString();
        eventually(SOON, "no leader", () -> members.status(url).join().leaderId().equals("0"));
        return members.status(url).join().leaderId();
    }

    private static boolean canWrite(Store store) {
        return store.commit(Txn.of(new Txn.Put("/probe", "1", 0)))
                .handle((done, failed) -> failed == null).join();
    }

    private boolean servesAll(Store store) {
        return etcds.stream().allMatch(etcd -> client.members().status(etcd.clientUrl().toString())
                .handle((got, failed) -> failed == null).join());
    }

    private static long put(Store store, String value) {
        return store.commit(Txn.of(new Txn.Put("/a", value, 0))).join().revision();
    }
}
