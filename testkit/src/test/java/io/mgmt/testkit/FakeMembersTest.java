// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.Members.Member;
import io.mgmt.etcd.RefusedException;
import io.mgmt.etcd.RefusedException.Reason;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Test;

/** The fake refuses what etcd was seen to refuse (the integration tests of etcd-client). */
public class FakeMembersTest {

    private final FakeMembers members = new FakeMembers().voter("h1", "http://h1:2380", "http://h1:2379");

    @Test
    public void aLearnerIsAddedStartedAndPromoted() {
        String id = members.addLearner(List.of("http://h2:2380")).join().id();
        assertEquals("unstarted", Reason.NOT_IN_STEP, refusal(members.promote(id)));
        members.started(id, "h2", "http://h2:2379");
        members.behind(id);
        assertEquals("behind", Reason.NOT_IN_STEP, refusal(members.promote(id)));
        members.caughtUp(id);
        assertTrue(members.status("http://h2:2379").join().learner());
        members.promote(id).join();
        assertFalse(members.status("http://h2:2379").join().learner());
        assertEquals(List.of("h1", "h2"), members.list().join().stream().map(Member::name).toList());
        assertEquals("a voter", Reason.NOT_IN_STEP, refusal(members.promote(id)));
    }

    @Test
    public void refusesWhatEtcdRefuses() {
        assertEquals(Reason.ALREADY_EXISTS, refusal(members.addLearner(List.of("http://h1:2380"))));
        members.addLearner(List.of("http://h2:2380")).join();
        assertEquals(Reason.TOO_MANY_LEARNERS, refusal(members.addLearner(List.of("http://h3:2380"))));
        members.mostLearners(8);
        members.addLearner(List.of("http://h3:2380")).join();
        assertEquals(Reason.UNKNOWN_MEMBER, refusal(members.remove("abc")));
        assertEquals("the last", Reason.UNHEALTHY, refusal(members.remove(members.id("h1"))));
        assertEquals(Reason.ALREADY_EXISTS,
                refusal(members.updatePeerUrls(members.id("h1"), List.of("http://h2:2380"))));
    }

    @Test
    public void theLeaderMovesThroughItsOwnUrlAlone() {
        members.voter("h2", "http://h2:2380", "http://h2:2379");
        String to = members.id("h2");
        assertEquals(Reason.OTHER, refusal(members.moveLeader("http://h2:2379", to)));
        members.moveLeader("http://h1:2379", to).join();
        assertEquals(to, members.status("http://h1:2379").join().leaderId());
        members.remove(to).join();
        assertEquals("0", members.status("http://h1:2379").join().leaderId());
    }

    @Test
    public void refusalsAndSilenceComeAsScripted() {
        members.refuse(Reason.UNHEALTHY);
        members.next(Fate.LOST);
        members.next(Fate.ANSWER_LOST);
        List<String> url = List.of("http://h2:2380");
        assertEquals(Reason.UNHEALTHY, refusal(members.addLearner(url)));
        assertEquals(Effect.UNKNOWN, silence(members.addLearner(url)));
        assertEquals("lost", 1, members.list().join().size());
        assertEquals(Effect.UNKNOWN, silence(members.addLearner(url)));
        assertEquals("done", 2, members.list().join().size());
        assertEquals("as any", Reason.ALREADY_EXISTS, refusal(members.addLearner(url)));
        assertEquals(4, members.calls().size());
        assertEquals("addLearner http://h2:2380", members.calls().get(0));
    }

    @Test
    public void aCallThatIsHeldIsDoneWhenReleased() {
        members.next(Fate.HELD);
        CompletableFuture<Member> added = members.addLearner(List.of("http://h2:2380"));
        assertFalse(added.isDone());
        assertEquals(1, members.list().join().size());
        members.release();
        assertEquals(List.of("http://h2:2380"), added.join().peerUrls());
        assertEquals(2, members.list().join().size());
    }

    @Test
    public void aUrlMayBeSilentOrAnswerAsTold() {
        assertEquals(Effect.NONE, silence(members.status("http://nobody:2379")));
        members.silent("http://h1:2379");
        assertEquals(Effect.NONE, silence(members.status("http://h1:2379")));
        var status = new FakeMembers().voter("h9", "http://h9:2380", "http://h9:2379")
                .status("http://h9:2379").join();
        members.answers("http://h1:2379", status);
        assertEquals(status, members.status("http://h1:2379").join());
    }

    private static Reason refusal(CompletableFuture<?> call) {
        return ((RefusedException) cause(call)).reason();
    }

    private static Effect silence(CompletableFuture<?> call) {
        return ((StoreException) cause(call)).effect();
    }

    private static Throwable cause(CompletableFuture<?> call) {
        return assertThrows(CompletionException.class, call::join).getCause();
    }
}
