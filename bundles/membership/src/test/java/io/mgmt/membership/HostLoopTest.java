// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one loop, one stage: each test is a few lines, and apart they would share all of them.
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterReport;
import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.MemberState.Phase;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.graph.GraphReport;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Txn;
import io.mgmt.testkit.Call;
import io.mgmt.testkit.Fate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.Test;

public final class HostLoopTest {

    private static final String HOST = "/_mgmt/hosts/h1";
    private static final String SIZE = "/_mgmt/idealClusterSize";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final World world = new World();

    private Life settled(TestConfig config) {
        Life life = world.life(config).start();
        world.pass(Duration.ofSeconds(3));
        assertEquals(List.of(), life.ends);
        return life;
    }

    private Life settled() {
        return settled(new TestConfig());
    }

    /** The founder, which also leads its cluster. */
    private Life leading(TestConfig config) {
        Life life = world.life(config).leading().start();
        world.pass(LONG);
        assertEquals(List.of(), life.ends);
        return life;
    }

    private List<String> keys() {
        return world.store().entries("/_mgmt/").stream().map(KeyValue::key).toList();
    }

    private String value(String key) {
        return world.store().value(key).orElseThrow(() -> new AssertionError(key + " is missing"));
    }

    private static String notes(Life life) {
        return String.join("\n", life.loop().report().notes());
    }

    @Test
    public void foundsAClusterAndWritesItsKeys() {
        Life life = settled();
        assertEquals(List.of("/_mgmt/endpoints/h1", HOST, SIZE, "/_mgmt/started/h1",
                "/_mgmt/timing",
                "/_mgmt/volunteers/h1"), keys());
        assertEquals("5", value(SIZE));
        assertEquals("http://127.0.0.1:2379", value("/_mgmt/endpoints/h1"));
        assertEquals("http://127.0.0.1:2380", value("/_mgmt/volunteers/h1"));
        assertEquals("{\"heartbeatMillis\":50,\"electionMillis\":500}", value("/_mgmt/timing"));
        assertEquals("{\"hostId\":\"" + world.hostId + "\",\"memberId\":\"" + world.place.memberId()
                + "\"}", value("/_mgmt/started/h1"));
        assertEquals("{\"hostId\":\"" + world.hostId
                + "\",\"peerUrls\":[\"http://127.0.0.1:2380\"],"
                + "\"clientUrls\":[\"http://127.0.0.1:2379\"],\"zone\":\"\",\"labels\":{},"
                + "\"versions\":{\"agent\":\"0.1.0\",\"etcd\":\"3.7.2\",\"java\":\"17\"},"
                + "\"etcdServes\":true,\"etcd\":\"serving\",\"brokenMember\":\"\",\"leaving\":false,\"graph\":{}}", value(HOST));
        ClusterReport report = life.loop().report();
        assertEquals("voter", report.role());
        assertEquals(world.place.clusterId(), report.clusterId());
        assertTrue(report.connected());
        assertEquals(List.of(), report.notes());
        assertEquals("[" + Network.OWN + "]", report.endpoints().toString());
    }

    @Test
    public void remembersTheFoundingBeforeItSpawnsEtcd() {
        Life life = settled();
        assertEquals(List.of("member FOUNDING", "spawn", "connect", "cluster", "connect", "grant",
                "cluster", "commit",
                "member MEMBER", "cluster"), life.effects);
        assertEquals(Phase.MEMBER, world.member.orElseThrow().phase());
        assertEquals(world.place.memberId(), world.member.get().memberId());
        assertEquals(world.place.clusterId(), world.cluster.orElseThrow().clusterId());
        assertEquals(List.copyOf(world.store().leases()), world.cluster.get().leases());
    }

    @Test
    public void keysOfTheLivingHostHangOnItsSessionAndTheOthersStay() {
        settled();
        long lease = world.cluster.orElseThrow().leases().get(0);
        for (KeyValue entry : world.store().entries("/_mgmt/")) {
            boolean living = List.of(HOST, "/_mgmt/volunteers/h1", "/_mgmt/endpoints/h1")
                    .contains(entry.key());
            assertEquals(entry.key(), living ? lease : 0, entry.leaseId());
        }
    }

    @Test
    public void afterAKillTheNextProcessAdoptsAndTakesOverAtOnce() {
        Life first = settled();
        long oldLease = world.cluster.orElseThrow().leases().get(0);
        first.kill();
        Life second = world.life().start();
        world.passMillis(100);
        assertEquals("voter", second.loop().report().role());
        assertEquals(1, world.place.spawned().size());
        assertEquals(1, world.place.founded().size());
        assertFalse(world.store().leases().contains(oldLease));
        assertNotEquals(oldLease, world.store().entries(HOST).get(0).leaseId());
        assertEquals(List.of(), second.ends);
    }

    @Test
    public void startsItsMemberAgainAfterTheMachineWentDown() {
        Life first = settled();
        String cluster = world.place.clusterId();
        world.store().putByHand("/mine", "precious");
        first.kill();
        world.place.kill();
        Life second = settled();
        assertEquals(List.of(cluster), world.place.founded());
        assertEquals(Optional.of("precious"), world.store(cluster).value("/mine"));
        assertEquals("voter", second.loop().report().role());
        assertFalse(world.place.spawned().get(1).founding());
    }

    @Test
    public void writesMissingKeysAgainWithinASecond() {
        settled();
        for (String key : List.of(HOST, "/_mgmt/volunteers/h1", "/_mgmt/endpoints/h1",
                "/_mgmt/started/h1",
                "/_mgmt/timing")) {
            String before = value(key);
            world.store().deleteByHand(key);
            world.passMillis(999);
            assertEquals(key, before, value(key));
        }
    }

    @Test
    public void deletingEverythingCostsNothingButWhatAnOperatorWrote() {
        Life life = leading(new TestConfig().with("idealClusterSize", 7));
        world.store().deleteByHand("/_mgmt/");
        world.passMillis(999);
        for (String key : List.of(HOST, "/_mgmt/volunteers/h1", "/_mgmt/endpoints/h1", "/_mgmt/started/h1",
                "/_mgmt/timing", "/_mgmt/nominated/h1", "/_mgmt/memory/h1")) {
            assertTrue(key + " is missing in " + keys(), keys().contains(key));
        }
        assertEquals("7", value("/_mgmt/accepted/idealClusterSize"));
        assertEquals(7, life.loop().report().idealClusterSize());
        assertTrue(notes(life), notes(life)
                .contains("idealClusterSize is missing; 7 stays in force"));
    }

    @Test
    public void somebodyWhoKeepsDeletingIsAnsweredFourTimesASecondAtMost() {
        Life life = settled();
        int before = life.effects.size();
        for (int i = 0; i < 1000; i++) {
            world.store().deleteByHand(HOST);
            world.passMillis(10);
        }
        int writes = life.effects.size() - before;
        assertTrue("writes in 10 s: " + writes, writes > 30 && writes <= 41);
    }

    @Test
    public void writesNothingAtRest() {
        Life life = settled();
        long revision = world.store().revision();
        int effects = life.effects.size();
        world.pass(LONG);
        assertEquals(revision, world.store().revision());
        assertEquals(effects, life.effects.size());
    }

    @Test
    public void aLostLeaseIsReplacedAndItsKeysWithIt() {
        Life life = settled();
        long lost = world.cluster.orElseThrow().leases().get(0);
        world.store().lose(lost, "etcd said so");
        world.passMillis(999);
        assertEquals(6, keys().size());
        long fresh = world.store().entries(HOST).get(0).leaseId();
        assertNotEquals(lost, fresh);
        assertEquals(List.of(fresh), world.cluster.get().leases());
        assertEquals(1, world.store().leases().size());
        assertEquals(List.of(), life.ends);
    }

    @Test
    public void keepsItsSessionOverAShortOutageOfEtcd() {
        Life life = settled();
        long lease = world.cluster.orElseThrow().leases().get(0);
        int effects = life.effects.size();
        long revision = world.store().revision();
        world.place.kill();
        world.passMillis(500);
        assertEquals("not connected", life.loop().report().role());
        world.passMillis(2500);
        assertEquals("voter", life.loop().report().role());
        assertEquals(List.of(lease), world.cluster.get().leases());
        assertEquals("nothing had to be done", effects, life.effects.size());
        assertEquals(revision, world.store().revision());
    }

    @Test
    public void tellsTheStateOfTheGraphButNotEveryChange() {
        Life life = settled();
        int[] failed = {0};
        life.graph(() -> new GraphReport("g", "g.yaml", failed[0]++ % 2 == 0, List.of(), ""));
        world.pass(Duration.ofSeconds(2));
        long before = world.store().revision();
        world.pass(Duration.ofSeconds(20));
        long writes = world.store().revision() - before;
        assertTrue("writes in 20 s: " + writes, writes >= 5 && writes <= 20);
        assertTrue(value(HOST), value(HOST).contains("\"graph\":{\"name\":\"g\",\"converged\":"));
    }

    @Test
    public void tellsANewGraphWithinTwoTicks() {
        Life life = settled();
        GraphReport[] report = {new GraphReport("g", "g.yaml", false, List.of(), "")};
        life.graph(() -> report[0]);
        world.passMillis(1100);
        assertTrue(value(HOST), value(HOST).contains("\"converged\":false"));
        report[0] = new GraphReport("g", "g.yaml", true, List.of(), "");
        world.passMillis(4000);
        assertTrue(value(HOST), value(HOST)
                .contains("{\"name\":\"g\",\"converged\":true,\"resources\":0,"
                        + "\"failed\":0,\"problem\":\"\"}"));
    }

    @Test
    public void takesTheSizeOfAnOperator() {
        Life life = leading(new TestConfig());
        assertEquals(5, life.loop().report().idealClusterSize());
        world.store().putByHand(SIZE, "1");
        world.passMillis(100);
        assertEquals(1, life.loop().report().idealClusterSize());
        assertEquals(List.of(), life.loop().report().notes());
        assertEquals("1", value("/_mgmt/accepted/idealClusterSize"));
        world.store().putByHand(SIZE, "4");
        world.passMillis(100);
        assertEquals(4, life.loop().report().idealClusterSize());
        assertTrue(notes(life), notes(life).contains("idealClusterSize 4 tolerates no more failures than 3."));
        assertTrue(notes(life), notes(life).contains("1 of 4 voters, and there is no spare"));
    }

    @Test
    public void aWrongSizeOfAnOperatorChangesNothing() {
        Life life = leading(new TestConfig());
        for (String wrong : List.of("abc", "0", "-3", "70000", "")) {
            world.store().putByHand(SIZE, wrong);
            world.passMillis(100);
            assertEquals(wrong, 5, life.loop().report().idealClusterSize());
            assertTrue(notes(life), notes(life).contains("idealClusterSize \"" + wrong
                    + "\" is no number from 1 to 9; 5 stays in force. Set it with mgmt resize N."));
            assertEquals("5", value("/_mgmt/accepted/idealClusterSize"));
            world.pass(LONG);
            assertEquals("nobody corrects an operator", wrong, value(SIZE));
        }
    }

    @Test
    public void onlyTheFoundingWritesTheSize() {
        Life first = settled();
        world.store().deleteByHand(SIZE);
        first.kill();
        Life second = leading(new TestConfig().with("idealClusterSize", 7));
        assertEquals(Optional.empty(), world.store().value(SIZE));
        assertEquals("the number of voters is in force", 1,
                second.loop().report().idealClusterSize());
    }

    private Lease otherHost(long seconds) {
        Lease lease = world.store().grant(Duration.ofSeconds(seconds)).join();
        String value = "{\"hostId\":\"99999999-0000-0000-0000-000000000000\","
                + "\"peerUrls\":[\"http://10.0.0.9:2380\"],\"clientUrls\":[]}";
        world.store().commit(Txn.of(new Txn.Put(HOST, value, lease.id()))).join();
        return lease;
    }

    @Test
    public void neverOverwritesALivingHostOfItsName() {
        Life first = settled();
        first.kill();
        world.pass(Duration.ofSeconds(20));
        otherHost(15);
        String theirs = value(HOST);
        Life second = world.life().start();
        world.pass(Duration.ofSeconds(15));
        assertTrue(notes(second), notes(second).contains("another host runs as h1"));
        assertEquals(List.of(), second.ends);
        CompletableFuture<Void> withdrawn = second.loop().withdraw();
        world.pass(Duration.ZERO);
        assertTrue("there is nothing to take back", withdrawn.isDone());
        world.pass(Duration.ofSeconds(2));
        assertEquals(List.of("1 Cannot be h1: another host runs as h1 in cluster "
                + world.place.clusterId()
                + ": host id 99999999-0000-0000-0000-000000000000, peer URLs"
                + " [http://10.0.0.9:2380], client URLs [].\n  Pass another --hostname, or stop"
                + " that host. Its keys were not touched."), second.ends);
        assertEquals(theirs, value(HOST));
        world.pass(LONG);
        assertEquals(theirs, value(HOST));
    }

    @Test
    public void followsADeadHostOfItsNameWhenItsSessionEnds() {
        Life first = settled();
        first.kill();
        world.pass(Duration.ofSeconds(20));
        Lease theirs = otherHost(15);
        theirs.close();
        Life second = world.life().start();
        world.pass(Duration.ofSeconds(14));
        assertFalse(value(HOST).contains(world.hostId.toString()));
        world.store().advance(Duration.ofSeconds(2));
        world.pass(Duration.ofSeconds(1));
        assertTrue(value(HOST), value(HOST).contains(world.hostId.toString()));
        assertEquals(List.of(), second.ends);
    }

    /**
     * Somebody writes under its name at the very moment at which it does: the guard of the
     * transaction.
     */
    @Test
    public void doesNotOverwriteAHostThatCameBetweenReadingAndWriting() {
        world.life().start();
        boolean[] came = {false};
        world.pass(World.STARTS_IN.dividedBy(2));
        world.store().fate(call -> {
            if (call.writesUnder(HOST) && !came[0]) {
                came[0] = true;
                return Fate.HELD;
            }
            return Fate.DONE;
        });
        world.pass(World.STARTS_IN);
        assertTrue("the write was on its way", came[0]);
        otherHost(15);
        String theirs = value(HOST);
        world.store().release();
        world.pass(Duration.ofSeconds(3));
        assertEquals(theirs, value(HOST));
    }

    @Test
    public void writesOverGarbageAndOverAHostWithoutASession() {
        settled();
        for (String left : List.of("garbage", "[]",
                "{\"hostId\":\"99999999-0000-0000-0000-000000000000\"}")) {
            world.store().putByHand(HOST, left);
            world.passMillis(999);
            assertTrue(value(HOST), value(HOST).contains(world.hostId.toString()));
        }
    }

    @Test
    public void aCallThatFailsIsRepeated() {
        Life life = world.life().start();
        world.pass(World.STARTS_IN.dividedBy(2));
        int[] calls = {0};
        world.store().fate(call -> calls[0]++ % 2 == 0 ? Fate.NOT_SENT : Fate.ANSWER_LOST);
        world.pass(Duration.ofSeconds(30));
        assertTrue(notes(life), notes(life)
                .contains("The last attempt did not succeed and is repeated"));
        world.store().fate(call -> Fate.DONE);
        world.pass(Duration.ofSeconds(30));
        assertEquals(6, keys().size());
        assertEquals(List.of(), life.loop().report().notes());
        assertEquals(Phase.MEMBER, world.member.orElseThrow().phase());
    }

    @Test
    public void readsAnewWhenSomebodyElseWasFaster() {
        Life life = world.life();
        life.network().deaf();
        life.start();
        world.pass(Duration.ofSeconds(3));
        world.store().putByHand(HOST, "of an operator");
        life.loop().withdraw();
        world.passMillis(999);
        assertTrue(value(HOST), value(HOST).contains("\"leaving\":true"));
    }

    @Test
    public void readsAnewWhenHistoryWasCompacted() {
        settled();
        world.store().disconnect();
        world.store().deleteByHand(HOST);
        world.store().putByHand("/other", "1");
        world.store().putByHand("/other", "2");
        world.store().compact(world.store().revision());
        world.store().reconnect();
        world.pass(Duration.ofSeconds(2));
        assertEquals(6, keys().size());
    }

    @Test
    public void doesNotTakeItsNamesakesKeysForItsOwn() {
        Life life = settled();
        int effects = life.effects.size();
        long before = world.store().revision();
        world.store().putByHand("/_mgmt/hosts/h10", "ten");
        world.store().deleteByHand("/_mgmt/hosts/h10");
        world.pass(Duration.ofSeconds(5));
        assertEquals(before + 2, world.store().revision());
        assertEquals("it does not even try", effects, life.effects.size());
    }

    @Test
    public void withdrawsInOneTransactionAndAtOnce() {
        Life life = settled();
        long before = world.store().revision();
        CompletableFuture<Void> withdrawn = life.loop().withdraw();
        world.pass(Duration.ZERO);
        assertTrue(withdrawn.isDone());
        assertEquals(before + 1, world.store().revision());
        assertTrue(value(HOST).contains("\"leaving\":true"));
        assertEquals(Optional.empty(), world.store().value("/_mgmt/volunteers/h1"));
        world.store().deleteByHand("/_mgmt/");
        world.passMillis(999);
        assertTrue("it stays withdrawn", value(HOST).contains("\"leaving\":true"));
        assertEquals(Optional.empty(), world.store().value("/_mgmt/volunteers/h1"));
    }

    @Test
    public void withdrawingIsBoundedIfNobodyAnswers() {
        Life life = settled();
        world.store().disconnect();
        CompletableFuture<Void> withdrawn = life.loop().withdraw();
        world.passMillis(2999);
        assertFalse(withdrawn.isDone());
        world.passMillis(1);
        assertTrue(withdrawn.isDone());
    }

    @Test
    public void withdrawingWaitsForNothingIfThereIsNothingToTell() {
        Life life = world.life().start();
        CompletableFuture<Void> withdrawn = life.loop().withdraw();
        world.pass(Duration.ZERO);
        assertTrue(withdrawn.isDone());
    }

    @Test
    public void leavingEndsTheSessionThenEtcdAndKeepsMemberAndData() {
        Life life = settled();
        int before = life.effects.size();
        CompletableFuture<Void> left = life.loop().leave();
        world.pass(Duration.ZERO);
        assertTrue(left.isDone());
        assertEquals(List.of("revoke", "cluster", "connect", "stop"),
                life.effects.subList(before, life.effects.size()));
        assertFalse(world.place.isRunning());
        assertTrue(world.place.hasData());
        assertEquals(Phase.MEMBER, world.member.orElseThrow().phase());
        assertEquals(List.of(), world.cluster.orElseThrow().leases());
        assertEquals(List.of(), world.store().entries(HOST));
        world.pass(LONG);
        assertEquals("nothing is done afterwards", before + 4, life.effects.size());
    }

    @Test
    public void leavingStopsEtcdAlsoIfTheStoreDoesNotAnswer() {
        Life life = settled();
        world.store().fate(call -> Fate.HELD);
        CompletableFuture<Void> left = life.loop().leave();
        world.pass(Duration.ofSeconds(2));
        assertTrue(left.isDone());
        assertFalse(world.place.isRunning());
        assertEquals("the next start revokes it", 1, world.cluster.orElseThrow().leases().size());
    }

    @Test
    public void leavingTwiceAndAfterGivingUpDoesNotHang() {
        Life life = settled();
        life.loop().leave();
        CompletableFuture<Void> again = life.loop().leave();
        CompletableFuture<Void> withdrawn = life.loop().withdraw();
        world.pass(Duration.ofSeconds(1));
        assertTrue(again.isDone() && withdrawn.isDone());
    }

    @Test
    public void aNewStartAfterLeavingIsTheSameCluster() {
        Life first = settled();
        String cluster = world.place.clusterId();
        first.loop().leave();
        world.pass(Duration.ofSeconds(1));
        first.kill();
        Life second = settled();
        assertEquals(cluster, second.loop().report().clusterId());
        assertEquals(List.of(cluster), world.place.founded());
        assertEquals(6, keys().size());
    }

    @Test
    public void closingTheLoopLeavesEtcdAndTheKeysAlone() {
        Life life = settled();
        int effects = life.effects.size();
        life.loop().close();
        world.pass(Duration.ofSeconds(5));
        assertTrue(world.place.isServing());
        assertEquals(effects, life.effects.size());
        assertEquals(6, keys().size());
        life.restartLoop();
        world.pass(Duration.ofSeconds(1));
        assertEquals("voter", life.loop().report().role());
        assertEquals(1, world.place.spawned().size());
        assertEquals(1, world.store().leases().size());
    }

    @Test
    public void saysWhatEtcdDoesWhileTheStoreDoesNotAnswer() {
        Life life = world.life().start();
        world.passMillis(100);
        assertEquals("not connected", life.loop().report().role());
        assertEquals("The store does not answer; etcd is starting. The graph of this host goes on;"
                + " exports and" + " collection wait.", notes(life));
    }

    @Test
    public void endsTheAgentIfEtcdCannotBeHadAtAll() {
        for (Exit exit : List.of(Exit.NO_BINARY, Exit.PORT_TAKEN)) {
            World fresh = new World();
            Life life = fresh.life().start();
            fresh.passMillis(10);
            life.etcd().fail(exit, "there is none.\n  Get one.");
            fresh.passMillis(10);
            assertEquals(List.of("2 there is none.\n  Get one."), life.ends);
        }
    }

    @Test
    public void goesOnWithoutEtcdIfItFailsLaterAndTriesAgain() {
        Life life = settled();
        int before = world.place.spawned().size();
        life.etcd().fail(Exit.PORT_TAKEN, "the port is taken");
        life.loop().store(Optional.empty());
        world.passMillis(10);
        assertEquals(List.of(), life.ends);
        assertEquals("not connected", life.loop().report().role());
        world.pass(Duration.ofSeconds(10));
        assertEquals(before + 1, world.place.spawned().size());
        assertEquals("voter", life.loop().report().role());
    }

    @Test
    public void saysAfterAMinuteWhoIsMissing() {
        Life life = settled();
        life.loop().store(Optional.empty());
        world.pass(Duration.ofSeconds(59));
        assertFalse(notes(life), notes(life).contains("No quorum"));
        world.pass(Duration.ofSeconds(3));
        assertTrue(notes(life), notes(life).contains("No quorum of the cluster has answered for 60 s; its voters"
                + " were h1."));
    }

    @Test
    public void goesOnWithBrokenDataAndSaysSo() {
        Life life = world.life().start();
        world.passMillis(10);
        life.etcd().fail(Exit.BROKEN_DATA, "crc mismatch");
        world.passMillis(10);
        assertEquals(List.of(), life.ends);
        assertTrue(notes(life), notes(life).contains("etcd: crc mismatch"));
    }

    @Test
    public void spawnsNothingWhileTheStateCannotBeWritten() {
        Life life = world.life();
        life.breakDisk("Cannot write /s/h1/state.json: No space left on device.");
        life.start();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), life.effects);
        assertEquals(List.of(), life.ends);
        assertTrue(notes(life), notes(life).contains("No space left on device"));
        life.mendDisk();
        world.pass(Duration.ofSeconds(10));
        assertEquals("voter", life.loop().report().role());
        assertEquals(List.of(), life.loop().report().notes());
    }

    /** Without its data, one that had founded and grown its cluster would found the same one again. */
    @Test
    public void whoFoundsDoesNotLeadBeforeThatItIsAMemberIsOnTheDisk() {
        Life life = world.life().leading().start();
        world.pass(World.STARTS_IN.dividedBy(2));
        life.breakDisk("Cannot write /s/h1/cluster.json: No space left on device.");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.store().entries("/_mgmt/leader/"));
        life.mendDisk();
        world.pass(Duration.ofSeconds(10));
        assertEquals(1, world.store().entries("/_mgmt/leader/").size());
    }

    @Test
    public void writesNoKeyBeforeItsLeaseIsStored() {
        Life life = world.life().start();
        world.pass(World.STARTS_IN.dividedBy(2));
        world.store().fate(call -> {
            if (call.kind() == Call.Kind.GRANT) {
                life.breakDisk("Cannot write /s/h1/cluster.json: No space left on device.");
            }
            return Fate.DONE;
        });
        world.pass(Duration.ofSeconds(30));
        assertEquals(List.of(), keys());
        life.mendDisk();
        world.pass(Duration.ofSeconds(10));
        assertEquals(6, keys().size());
    }

    @Test
    public void aTemporaryHostSaysThatItIsUnprotected() {
        world.isTemporary = true;
        assertEquals("--tmp-prefix: protection against forking is off.", notes(settled()));
    }

    @Test
    public void doesNotTakeTheEtcdOfSomebodyElseForItsOwn() {
        Life life = world.life();
        life.network().memberName("default");
        life.start();
        world.pass(Duration.ofSeconds(5));
        assertTrue(notes(life), notes(life).contains("is the member \"default\""));
        assertEquals(List.of(), keys());
        assertEquals(Optional.empty(), world.cluster);
    }

    @Test
    public void givesUpIfTheSeedsAreOfAnotherCluster() {
        settled().kill();
        Life life = world.life(new TestConfig().seeds("http://10.0.0.9:2379"));
        life.network().runs("http://10.0.0.9:2379", "ee");
        life.start();
        world.pass(Duration.ofSeconds(3));
        assertEquals(1, life.ends.size());
        assertTrue(life.ends.get(0),
                life.ends.get(0).startsWith("1 h1 belongs to cluster " + world.place.clusterId()
                + ", but of --seeds, http://10.0.0.9:2379 belongs to cluster ee.\n  Pass --seeds of"
                + " its own cluster"));
    }

    @Test
    public void seedsThatAreDownOrOfItsOwnClusterDoNoHarm() {
        settled().kill();
        Life life = settled(new TestConfig().seeds("http://10.0.0.8:2379", Network.OWN));
        assertEquals("voter", life.loop().report().role());
    }

    @Test
    public void putsZoneAndLabelsIntoItsKeyInOrder() {
        settled(new TestConfig().with("zone", "rack 1").with("label", new String[] {"b=2", "a=1"}));
        assertTrue(value(HOST), value(HOST)
                .contains("\"zone\":\"rack 1\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}"));
    }

    @Test
    public void theStateFileIsReadAsItWasWritten() {
        settled();
        MemberState member = world.member.orElseThrow();
        assertEquals(world.place.spawned().get(0).token(), member.token());
        assertEquals("h1=http://127.0.0.1:2380", world.place.spawned().get(0).initialCluster());
        assertEquals(List.of("h1"), world.place.spawned().stream().map(plan -> plan.name())
                .collect(Collectors.toList()));
    }

    /** Found by the simulator: it joined as the member that was added in the place of its own. */
    @Test
    public void whatIsLeftOfAJoinThatWasCutShortIsStoppedBeforeAnythingElse() {
        world.cluster = Optional.of(new ClusterState("cc", List.of(URI.create("http://10.0.0.9:2379")), List.of()));
        world.member = Optional.of(new MemberState(Phase.JOINING, "2", "token"));
        Life life = world.life().start();
        world.passMillis(100);
        assertEquals("stop", life.effects.get(0));
    }
}
