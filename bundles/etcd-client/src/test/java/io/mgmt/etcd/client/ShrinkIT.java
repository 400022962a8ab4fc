// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.store.Lease;
import io.mgmt.store.Store;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.testkit.RealEtcd;
import io.mgmt.testkit.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** A cluster of three whose members lead, leave and fall silent while a client uses it. */
@RunWith(Parameterized.class)
public class ShrinkIT {

    private static final Duration SOON = Client.SOON;
    private static final Set<Reason> FIVE_SECONDS = Set.of(Reason.UNHEALTHY);
    private static final List<String> CONNECTED_ONCE = List.of("+Members", "+Store");

    private final Path binary;
    private final Client client = new Client();
    private List<RealEtcd> etcds = List.of();
    private Members members;
    /** Raft's leader first. */
    private List<Member> all;

    public ShrinkIT(String version) throws IOException, InterruptedException {
        binary = EtcdVersions.binary(version);
    }

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return EtcdVersions.all();
    }

    @Before
    public void start() {
        etcds = RealEtcd.cluster(binary, 3);
        members = client.connect(etcds.get(0)).members();
        all = new ArrayList<>(members.list().join());
        String leader = leader(all.get(0));
        all.sort((one, other) -> Boolean.compare(other.id().equals(leader), one.id().equals(leader)));
    }

    @After
    public void end() {
        client.close();
        etcds.forEach(RealEtcd::close);
    }

    @Test
    public void theLeaderMovesThroughItsOwnUrlAndNoOther() {
        String to = all.get(1).id();
        assertEquals(Reason.OTHER, Failure.refusal(members.moveLeader(url(all.get(1)), to)));
        assertEquals("nobody", Reason.OTHER, Failure.refusal(members.moveLeader(url(all.get(0)), "abc")));
        members.moveLeader(url(all.get(0)), to).join();
        for (Member member : all) {
            eventually(SOON, "a new leader", () -> leader(member).equals(to));
        }
        members.moveLeader(url(all.get(1)), to).join();
        assertEquals("where it is already", to, leader(all.get(1)));
    }

    /** Its process ends by itself; whoever was connected to it goes on elsewhere. */
    @Test
    public void aFollowerIsRemovedWhileItIsTheOneInUse() {
        removeTheOneInUse(all.get(1), all.get(0), all.get(2));
    }

    @Test
    public void theLeaderIsRemovedWhileItIsTheOneInUse() {
        removeTheOneInUse(all.get(0), all.get(1), all.get(2));
    }

    /** Frozen members still count as connected, so the call is taken, and nothing comes of it. */
    @Test
    public void aCallWithoutAQuorumHasAnUnknownEffectAfterItsTime() {
        use(all.get(0));
        Member added = Patience.during(FIVE_SECONDS, () -> members.addLearner(List.of("http://127.0.0.1:1")));
        etcd(all.get(1)).stop();
        etcd(all.get(2)).stop();
        long begun = System.nanoTime();
        StoreException silence = Failure.of(members.remove(added.id()));
        long millis = millisSince(begun);
        assertEquals(Effect.UNKNOWN, silence.effect());
        // Etcd knows the deadline too, and sometimes is the first to say that it has passed.
        String words = silence.getMessage();
        assertTrue(words, words.contains("no answer within 3000 ms") || words.contains("request timed out"));
        assertTrue(words, words.contains("It may have happened, or may still happen."));
        assertTrue("took " + millis + " ms", millis >= 2_900 && millis < 4_500);
        eventually(SOON, "the store is unregistered", () -> !client.isConnected());
        assertEquals("not sent any more", Effect.NONE, Failure.of(members.remove(added.id())).effect());
        etcd(all.get(1)).cont();
        etcd(all.get(2)).cont();
        Members again = client.members();
        assertEquals("the same one", members, again);
        eventually(SOON, "the list is read", () -> again.list().handle((list, failed) -> failed == null).join());
    }

    private void removeTheOneInUse(Member gone, Member next, Member other) {
        use(gone, next, other);
        Store store = client.store();
        Recorder recorder = new Recorder();
        store.watch("/seq/", 1, recorder);
        Lease lease = store.grant(Duration.ofSeconds(5)).join();
        // It has been long enough for a removal when another call was not refused any more.
        Patience.during(FIVE_SECONDS, () -> members.updatePeerUrls(gone.id(), gone.peerUrls()));
        Writer writer = new Writer(store);
        writer.awaitMore(20);
        writer.takeLongestGapMillis();
        long begun = System.nanoTime();
        Patience.during(FIVE_SECONDS, () -> members.remove(gone.id()).exceptionally(ShrinkIT::unlessItEnded));
        long removed = millisSince(begun);
        eventually(SOON, "its process ends by itself", () -> !etcd(gone).isAlive());
        long ended = millisSince(begun);
        writer.awaitMore(50);
        System.err.println("removed " + gone.name() + (gone == all.get(0) ? " (leader)" : " (follower)")
                + ": answerMs=" + removed + " endedMs=" + ended + " writerGapMs=" + writer.takeLongestGapMillis());
        Told.assertComplete(recorder, writer.end());
        eventually(SOON, "the lease is renewed", () -> lease.confirmedMillisAgo() < 1_000);
        assertEquals(CONNECTED_ONCE, client.registry().history());
        assertEquals(2, members.list().join().size());
    }

    /** Who is asked to remove itself may be gone before it has answered: that is not known to be done. */
    private static Void unlessItEnded(Throwable thrown) {
        if (Calls.cause(thrown) instanceof StoreException silence && silence.effect() == Effect.UNKNOWN) {
            return null;
        }
        throw (RuntimeException) Calls.cause(thrown);
    }

    private void use(Member... inOrder) {
        RealEtcd[] used = List.of(inOrder).stream().map(this::etcd).toArray(RealEtcd[]::new);
        client.connect(client.store().clusterId(), used);
        for (Member member : inOrder) {
            eventually(SOON, "status of " + member.name(), () -> members.status(url(member))
                    .handle((status, failed) -> failed == null).join());
        }
    }

    private RealEtcd etcd(Member member) {
        return etcds.stream().filter(etcd -> etcd.name().equals(member.name())).findFirst().orElseThrow();
    }

    private String leader(Member asked) {
        return members.status(url(asked)).join().leaderId();
    }

    private static String url(Member member) {
        return member.clientUrls().get(0);
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
