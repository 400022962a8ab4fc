// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.Commit;
import io.mgmt.store.Event;
import io.mgmt.store.Lease;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.Test;

/** What a test can make the fake do beyond the contract. */
public class FakeStoreTest {

    private static final Txn PUT = Txn.of(new Txn.Put("/a", "1", 0));

    private final FakeStore store = new FakeStore();

    @Test
    public void answersBeforeTheCallReturns() {
        assertTrue(store.commit(PUT).isDone());
        assertEquals(Optional.of("1"), store.value("/a"));
    }

    @Test
    public void aCallThatIsNotSentHasNoEffect() {
        store.fateOfNext(Fate.NOT_SENT);
        assertEquals(Effect.NONE, effect(store.commit(PUT)));
        assertEquals(Optional.empty(), store.value("/a"));
        assertTrue(store.commit(PUT).join().succeeded());
    }

    @Test
    public void aLostWriteAndALostAnswerLookTheSame() {
        store.fateOfNext(Fate.LOST, Fate.ANSWER_LOST, Fate.LOST);
        assertEquals(Effect.UNKNOWN, effect(store.commit(PUT)));
        assertEquals(Optional.empty(), store.value("/a"));
        assertEquals(Effect.UNKNOWN, effect(store.commit(PUT)));
        assertEquals(Optional.of("1"), store.value("/a"));
        assertEquals("a read has no effect", Effect.NONE, effect(store.get("/a")));
    }

    @Test
    public void heldCallsAreDoneInOrderWhenReleased() {
        store.fateOfNext(Fate.HELD, Fate.ANSWER_HELD);
        CompletableFuture<Commit> held = store.commit(Txn.of(new Txn.Put("/a", "held", 0)));
        CompletableFuture<Commit> late = store.commit(Txn.of(new Txn.Put("/b", "late", 0)));
        assertEquals(2, store.heldCalls());
        assertEquals(Optional.empty(), store.value("/a"));
        assertEquals(Optional.of("late"), store.value("/b"));
        assertFalse(held.isDone() || late.isDone());
        store.release();
        assertEquals(3, held.join().revision());
        assertEquals(2, late.join().revision());
    }

    @Test
    public void fatesCanDependOnTheCall() {
        store.fate(call -> call.writesUnder("/a") ? Fate.NOT_SENT : Fate.DONE);
        assertEquals(Effect.NONE, effect(store.commit(PUT)));
        assertTrue(store.commit(Txn.of(new Txn.Put("/b", "1", 0))).join().succeeded());
        assertTrue(store.get("/a").join().entries().isEmpty());
    }

    @Test
    public void watchesCatchUpAfterAnOutage() {
        Recorder recorder = new Recorder();
        store.watch("/", 1, recorder);
        store.disconnect();
        store.putByHand("/a", "1");
        store.deleteByHand("/a");
        assertEquals(Effect.NONE, effect(store.get("/a")));
        assertEquals(List.of(), recorder.told());
        store.reconnect();
        assertEquals(List.of("/a=1", "/a gone"), recorder.told());
    }

    @Test
    public void anOutageLongerThanALeaseLosesIt() {
        Lease lease = store.grant(Duration.ofSeconds(5)).join();
        store.commit(Txn.of(new Txn.Put("/a", "1", lease.id()))).join();
        store.disconnect();
        store.advance(Duration.ofMillis(4_999));
        assertEquals(4_999, lease.confirmedMillisAgo());
        assertFalse(lease.lost().isDone());
        store.advance(Duration.ofMillis(1));
        assertEquals("not confirmed for 5 s", lease.lost().join());
        assertEquals(List.of(), store.entries(""));
        assertEquals(Set.of(), store.leases());
    }

    @Test
    public void anOutageShorterThanALeaseDoesNot() {
        Lease lease = store.grant(Duration.ofSeconds(5)).join();
        store.disconnect();
        store.advance(Duration.ofSeconds(4));
        store.reconnect();
        assertEquals(0, lease.confirmedMillisAgo());
        store.advance(Duration.ofSeconds(60));
        assertEquals(Set.of(lease.id()), store.leases());
        assertFalse(lease.lost().isDone());
    }

    @Test
    public void aLostLeaseTakesItsKeysAlong() {
        Recorder recorder = new Recorder();
        Lease lease = store.grant(Duration.ofSeconds(5)).join();
        store.commit(Txn.of(new Txn.Put("/a", "1", lease.id()))).join();
        store.watch("/", store.revision() + 1, recorder);
        store.lose(lease.id(), "because");
        assertEquals("because", lease.lost().join());
        assertEquals(List.of("/a gone"), recorder.told());
    }

    @Test
    public void whatAListenerDoesIsToldAfterItReturned() {
        Recorder recorder = new Recorder();
        store.watch("/", 1, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                if (events.get(0).entry().key().equals("/a")) {
                    assertTrue(store.commit(Txn.of(new Txn.Put("/b", "2", 0))).isDone());
                    assertEquals(List.of(), recorder.told());
                }
                recorder.changed(revision, events);
            }

            @Override
            public void compacted(long compactRevision) {
                recorder.compacted(compactRevision);
            }
        });
        store.commit(PUT).join();
        assertEquals(List.of("/a=1", "/b=2"), recorder.told());
        assertEquals("", recorder.broken());
    }

    @Test
    public void deletingByHandIsOneRevision() {
        store.putByHand("/a/1", "x");
        store.putByHand("/a/2", "x");
        store.putByHand("/b", "x");
        store.deleteByHand("/a/");
        assertEquals(5, store.revision());
        assertEquals(List.of("/b"), store.entries("").stream().map(entry -> entry.key()).toList());
    }

    private static Effect effect(CompletableFuture<?> call) {
        CompletionException thrown = assertThrows(CompletionException.class, call::join);
        return ((StoreException) thrown.getCause()).effect();
    }
}
