// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.Members;
import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.testkit.RealEtcd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** A cluster of one that grows by learners, and what it refuses on the way. */
@RunWith(Parameterized.class)
public class GrowIT {

    private static final Duration SOON = Client.SOON;
    private static final String NOBODY = "abc";

    private final Path binary;
    private final Client client = new Client();
    private RealEtcd h1;
    private RealEtcd h2;
    private RealEtcd h3;

    public GrowIT(String version) throws IOException, InterruptedException {
        binary = EtcdVersions.binary(version);
    }

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return EtcdVersions.all();
    }

    @Before
    public void start() {
        h1 = RealEtcd.start(binary);
        h2 = RealEtcd.joiner(binary, "h2");
        h3 = RealEtcd.joiner(binary, "h3");
    }

    @After
    public void end() {
        client.close();
        List.of(h1, h2, h3).forEach(RealEtcd::close);
    }

    /** Etcd wants its voters to have been connected for 5 s before it takes the next one. */
    @Test
    public void growsFromOneToThreeByLearners() {
        Members members = client.connect(h1).members();
        String first = members.list().join().get(0).id();
        promote(members, add(members, h2, List.of(h1)));
        // Through a member that does not lead: it asks the leader.
        members = client.connect(client.store().clusterId(), h2).members();
        String third = add(members, h3, List.of(h1, h2));
        promote(members, third);
        List<Member> all = members.list().join();
        assertEquals(List.of("h1", "h2", "h3"), all.stream().map(Member::name).toList());
        assertFalse(all.toString(), all.stream().anyMatch(Member::learner));
        assertEquals("a voter", Reason.NOT_IN_STEP, Failure.refusal(members.promote(first)));
        // A member of three that is not connected for long comes first.
        assertEquals("h2's peer URL", Reason.ALREADY_EXISTS, refusalInHealth(members, h2));
    }

    @Test
    public void aLearnerThatWasNotStartedIsNotPromotedButRemoved() {
        Members members = client.connect(h1).members();
        Member added = members.addLearner(List.of(h2.peerUrl())).join();
        assertEquals(new Member(added.id(), "", List.of(h2.peerUrl()), List.of(), true), added);
        assertTrue(members.list().join().contains(added));
        assertEquals(Reason.NOT_IN_STEP, Failure.refusal(members.promote(added.id())));
        assertEquals("the same again", Reason.ALREADY_EXISTS, refusal(members, h2));
        assertEquals("a second", Reason.TOO_MANY_LEARNERS, refusal(members, h3));
        members.remove(added.id()).join();
        assertEquals(1, members.list().join().size());
        assertEquals("twice", Reason.UNKNOWN_MEMBER, Failure.refusal(members.remove(added.id())));
    }

    @Test
    public void aLearnerThatFellBehindIsNotPromotedUntilItCaughtUp() {
        Members members = client.connect(h1).members();
        String learner = add(members, h2, List.of(h1));
        h2.stop();
        for (int i = 0; i < 100; i++) {
            client.store().commit(Txn.of(new Txn.Put("/a", "" + i, 0))).join();
        }
        assertEquals(Reason.NOT_IN_STEP, Failure.refusal(members.promote(learner)));
        String url = h2.clientUrl().toString();
        long begun = System.nanoTime();
        var hangs = members.status(url);
        assertEquals("others are answered meanwhile", "h1", members.list().join().stream()
                .filter(member -> !member.learner()).findFirst().orElseThrow().name());
        assertFalse(hangs.isDone());
        assertEquals(Effect.NONE, Failure.of(hangs).effect());
        assertTrue("in time", Duration.ofNanos(System.nanoTime() - begun).toMillis() < 2_000);
        h2.cont();
        promote(members, learner);
        eventually(SOON, "it hears of it", () -> !members.status(url).join().learner());
    }

    /** It would answer that it does not do this; nobody is to see that. */
    @Test
    public void aLearnersEndpointIsNotAskedButForItsStatus() {
        Members members = client.connect(h1).members();
        String learner = add(members, h2, List.of(h1));
        client.connect(client.store().clusterId(), h2, h1);
        assertTrue(members.status(h2.clientUrl().toString()).join().learner());
        for (int i = 0; i < 50; i++) {
            assertEquals(2, members.list().join().size());
            assertEquals(Reason.UNKNOWN_MEMBER, Failure.refusal(members.remove(NOBODY)));
        }
        h2.kill();
        h2.start();
        eventually(SOON, "the learner is back", () -> members.status(h2.clientUrl().toString())
                .handle((status, failed) -> failed == null).join());
        assertEquals(Reason.UNKNOWN_MEMBER, Failure.refusal(members.promote(NOBODY)));
        members.remove(learner).join();
        eventually(SOON, "its process ends by itself", () -> !h2.isAlive());
        assertEquals(List.of("+Members", "+Store"), client.registry().history());
    }

    @Test
    public void anUnknownMemberIsSaidToBeUnknown() {
        Members members = client.connect(h1).members();
        assertEquals(Reason.UNKNOWN_MEMBER, Failure.refusal(members.promote(NOBODY)));
        assertEquals(Reason.UNKNOWN_MEMBER, Failure.refusal(members.remove(NOBODY)));
        assertEquals(Reason.UNKNOWN_MEMBER,
                Failure.refusal(members.updatePeerUrls(NOBODY, List.of(h2.peerUrl()))));
        assertEquals("no URL", Reason.OTHER, Failure.refusal(members.addLearner(List.of("nonsense"))));
    }

    @Test
    public void theLastMemberIsNotRemovedAndServesOn() {
        Members members = client.connect(h1).members();
        String last = members.list().join().get(0).id();
        assertEquals(Reason.UNHEALTHY, Failure.refusal(members.remove(last)));
        assertEquals(1, members.list().join().size());
    }

    @Test
    public void theUrlsOfALonePeerChangeWhileItServes() {
        Members members = client.connect(h1).members();
        Member before = members.list().join().get(0);
        members.updatePeerUrls(before.id(), List.of(h2.peerUrl())).join();
        Member after = members.list().join().get(0);
        assertEquals(List.of(h2.peerUrl()), after.peerUrls());
        assertEquals(before.id(), after.id());
        assertEquals("h1", after.name());
        assertEquals("taken", Reason.ALREADY_EXISTS, refusal(members, h2));
    }

    /** What listens at this URL now is somebody else's. */
    @Test
    public void noCallIsMadeToAnotherCluster() {
        Members members = client.connect(h1).members();
        String id = members.list().join().get(0).id();
        h1.replaceByAnotherCluster();
        String url = h1.clientUrl().toString();
        assertEquals(Effect.NONE, Failure.of(members.addLearner(List.of(h2.peerUrl()))).effect());
        assertEquals(Effect.NONE, Failure.of(members.remove(id)).effect());
        String words = Failure.of(members.moveLeader(url, id)).getMessage();
        assertTrue(words, words.contains("belongs to another cluster") && words.contains("was not sent"));
        try (Client other = new Client().connect(h1)) {
            assertEquals(1, other.members().list().join().size());
        }
    }

    private String add(Members members, RealEtcd joiner, List<RealEtcd> others) {
        String id = Patience.during(
                Set.of(Reason.UNHEALTHY), () -> members.addLearner(List.of(joiner.peerUrl()))).id();
        joiner.join(others);
        return id;
    }

    private static void promote(Members members, String id) {
        Patience.during(Set.of(Reason.UNHEALTHY, Reason.NOT_IN_STEP), () -> members.promote(id));
    }

    private static Reason refusalInHealth(Members members, RealEtcd joiner) {
        AtomicReference<Reason> refusal = new AtomicReference<>(Reason.UNHEALTHY);
        eventually(SOON, "the cluster is healthy", () -> {
            refusal.set(refusal(members, joiner));
            return refusal.get() != Reason.UNHEALTHY;
        });
        return refusal.get();
    }

    private static Reason refusal(Members members, RealEtcd joiner) {
        return Failure.refusal(members.addLearner(List.of(joiner.peerUrl())));
    }
}
