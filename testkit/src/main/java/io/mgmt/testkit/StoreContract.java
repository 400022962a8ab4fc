// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one contract; who keeps it runs it as one class.
package io.mgmt.testkit;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.Commit;
import io.mgmt.store.Event;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Lease;
import io.mgmt.store.Snapshot;
import io.mgmt.store.Store;
import io.mgmt.store.Store.Subscription;
import io.mgmt.store.StoreException;
import io.mgmt.store.StoreException.Effect;
import io.mgmt.store.Txn;
import io.mgmt.store.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;

/**
 * What every {@link Store} does. Each test uses keys of its own, so that one store serves them all.
 */
public abstract class StoreContract {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    private final String prefix = "/contract/" + UUID.randomUUID() + "/";
    private final List<Recorder> recorders = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** The store to be tested. */
    protected abstract Store store();

    /** Forgets the history before the revision, as etcd's compaction does. */
    protected abstract void compact(long revision);

    /** Lets this time pass, where a clock is moved by hand; elsewhere nothing, because tests wait. */
    protected abstract void pass(Duration time);

    /** Whatever a test did: no watch may have broken what {@link WatchListener} promises. */
    @After
    public void watchesKeptTheirPromise() {
        subscriptions.forEach(Subscription::close);
        for (Recorder recorder : recorders) {
            assertEquals("", recorder.broken());
        }
    }

    @Test
    public void namesItsClusterInHex() {
        assertTrue(store().clusterId(), store().clusterId().matches("[0-9a-f]{1,16}"));
    }

    @Test
    public void findsNothingUnderAnAbsentKey() {
        Snapshot snapshot = get("absent");
        assertEquals(List.of(), snapshot.entries());
        assertTrue("revision " + snapshot.revision(), snapshot.revision() >= 1);
    }

    @Test
    public void readsWhatWasWritten() {
        long revision = put("key", "value").revision();
        Snapshot snapshot = get("key");
        KeyValue written = new KeyValue(prefix + "key", "value", revision, revision, 0);
        assertEquals(List.of(written), snapshot.entries());
        assertEquals(revision, snapshot.revision());
    }

    @Test
    public void overwritingKeepsTheCreateRevision() {
        long created = put("key", "old").revision();
        long modified = put("key", "new").revision();
        assertTrue(modified > created);
        KeyValue written = new KeyValue(prefix + "key", "new", created, modified, 0);
        assertEquals(written, get("key").first().orElseThrow());
    }

    @Test
    public void writingAgainAfterDeletingCreatesAnew() {
        put("key", "old");
        delete("key");
        long created = put("key", "new").revision();
        assertEquals(created, get("key").first().orElseThrow().createRevision());
    }

    @Test
    public void deletingAnAbsentKeyChangesNothing() {
        long before = get("key").revision();
        Commit commit = delete("key");
        assertTrue(commit.succeeded());
        assertEquals(before, commit.revision());
    }

    @Test
    public void anEmptyValueIsAValue() {
        put("key", "");
        assertEquals("", get("key").first().orElseThrow().value());
    }

    /** Sorted by bytes, as etcd does, and not by UTF-16 units as Java's strings are. */
    @Test
    public void listsKeysWithOddCharactersSortedByBytes() {
        List<String> sorted = List.of("", "\n", " ", "%2F", "a", "a/", "a/b", "aa", "b\"'\\", "z=,;{}", "~",
                "ä", "漢字", "\uFF5E", "\uD83D\uDE00", "\uD83D\uDE00/x");
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.reverse(shuffled);
        shuffled.forEach(key -> put("odd/" + key, "value of " + key));
        Snapshot list = await(store().list(prefix + "odd/"));
        assertEquals(sorted, list.entries().stream()
                .map(entry -> entry.key().substring(prefix.length() + 4)).toList());
        for (KeyValue entry : list.entries()) {
            assertEquals("value of " + entry.key().substring(prefix.length() + 4), entry.value());
            assertEquals(List.of(entry), await(store().get(entry.key())).entries());
        }
    }

    @Test
    public void listsSeveralPrefixesAtOneRevision() {
        await(store().commit(Txn.of(new Txn.Put(prefix + "b/1", "3", 0), new Txn.Put(prefix + "a/2", "2", 0))));
        await(store().commit(Txn.of(new Txn.Put(prefix + "a/1", "1", 0), new Txn.Put(prefix + "c/1", "4", 0))));
        Snapshot list = await(store().list(List.of(prefix + "b/", prefix + "a/", prefix + "d/")));
        assertEquals(List.of(prefix + "b/1", prefix + "a/1", prefix + "a/2"),
                list.entries().stream().map(KeyValue::key).toList());
        assertEquals(await(store().get(prefix)).revision(), list.revision());
    }

    @Test
    public void listsOnlyWhatBeginsWithThePrefix() {
        put("a", "1");
        put("ab", "2");
        put("b", "3");
        assertEquals(List.of("1", "2"),
                await(store().list(prefix + "a")).entries().stream().map(KeyValue::value).toList());
        assertEquals(List.of(), await(store().list(prefix + "c")).entries());
        assertEquals(List.of(prefix + "a", prefix + "ab"), await(store().keys(prefix + "a")));
        assertEquals(List.of(), await(store().keys(prefix + "c")));
    }

    @Test
    public void theEmptyPrefixListsEverything() {
        put("key", "value");
        assertTrue(await(store().list("")).entries().stream()
                .anyMatch(entry -> entry.key().equals(prefix + "key")));
    }

    @Test
    public void refusesTheEmptyKey() {
        assertEquals(Effect.NONE, failure(store().get("")).effect());
        assertEquals(Effect.NONE, failure(store().commit(Txn.of(new Txn.Put("", "v", 0)))).effect());
    }

    @Test
    public void allWritesOfATransactionHaveOneRevision() {
        put("gone", "1");
        Txn txn = Txn.of(put("a", "1", 0), put("b", "2", 0), new Txn.Delete(prefix + "gone"));
        Commit commit = await(store().commit(txn));
        List<KeyValue> entries = await(store().list(prefix)).entries();
        assertEquals(List.of(prefix + "a", prefix + "b"), entries.stream().map(KeyValue::key).toList());
        entries.forEach(entry -> assertEquals(commit.revision(), entry.modRevision()));
    }

    @Test
    public void aTransactionWhoseConditionFailsWritesNothing() {
        put("there", "1");
        Txn txn = Txn.of(put("new", "1", 0), new Txn.Delete(prefix + "there"))
                .when(new Txn.Present(prefix + "there")).when(new Txn.Present(prefix + "absent"));
        long before = get("there").revision();
        Commit commit = await(store().commit(txn));
        assertFalse(commit.succeeded());
        assertEquals(before, commit.revision());
        assertEquals(1, await(store().list(prefix)).entries().size());
    }

    @Test
    public void eachConditionHoldsWhenItShould() {
        long created = put("key", "old").revision();
        long modified = put("key", "new").revision();
        String key = prefix + "key";
        String absent = prefix + "absent";
        for (Txn.Condition condition : List.of(new Txn.Present(key), new Txn.CreatedAt(key, created),
                new Txn.ModifiedAt(key, modified), new Txn.ValueIs(key, "new"), new Txn.Absent(absent))) {
            assertTrue(condition.toString(), holds(condition));
        }
        for (Txn.Condition condition : List.of(new Txn.Absent(key), new Txn.CreatedAt(key, modified),
                new Txn.ModifiedAt(key, created), new Txn.ValueIs(key, "old"), new Txn.ValueIs(key, ""))) {
            assertFalse(condition.toString(), holds(condition));
        }
    }

    /** In etcd an absent key has revision 0 and compares so; here these conditions want a key. */
    @Test
    public void conditionsOnRevisionAndValueNeedTheKey() {
        String absent = prefix + "absent";
        for (Txn.Condition condition : List.of(new Txn.Present(absent), new Txn.CreatedAt(absent, 0),
                new Txn.ModifiedAt(absent, 0), new Txn.ValueIs(absent, ""))) {
            assertFalse(condition.toString(), holds(condition));
        }
    }

    @Test
    public void takesAsManyConditionsAndWritesAsATransactionMayHave() {
        List<Txn.Condition> conditions = new ArrayList<>();
        List<Txn.Write> writes = new ArrayList<>();
        for (int i = 0; i < Txn.MOST; i++) {
            conditions.add(new Txn.Absent(prefix + i));
            writes.add(put("" + i, "v", 0));
        }
        assertTrue(await(store().commit(new Txn(conditions, writes))).succeeded());
        assertEquals(Txn.MOST, await(store().list(prefix)).entries().size());
    }

    @Test
    public void refusesTheSameKeyTwiceInOneTransaction() {
        Txn twicePut = Txn.of(put("a", "1", 0), put("a", "2", 0));
        Txn putAndDeleted = Txn.of(put("a", "1", 0), new Txn.Delete(prefix + "a"));
        assertEquals(Effect.NONE, failure(store().commit(twicePut)).effect());
        assertEquals(Effect.NONE, failure(store().commit(putAndDeleted)).effect());
        assertEquals(List.of(), get("a").entries());
    }

    @Test
    public void keepsValuesOfAMegabyte() {
        String big = "0123456789abcdef".repeat(65_536);
        put("big", big);
        assertEquals(big, get("big").first().orElseThrow().value());
    }

    /** Together more than the 4 MiB that gRPC takes in one message by default. */
    @Test
    public void listsManyMegabytes() {
        String big = "0123456789abcdef".repeat(65_536);
        IntStream.range(0, 8).forEach(i -> put("big/" + i, big));
        assertEquals(8, await(store().list(prefix + "big/")).entries().size());
    }

    @Test
    public void refusesWhatIsTooBig() {
        String tooBig = "x".repeat(2_500_000);
        assertEquals(Effect.NONE, failure(store().commit(Txn.of(put("big", tooBig, 0)))).effect());
        assertEquals(List.of(), get("big").entries());
    }

    /** Nobody is ever told of an increment that did not happen, or that happened twice. */
    @Test
    public void countersUnderConcurrentCompareAndSwapAreExact() throws InterruptedException {
        int threads = 4;
        int each = 25;
        put("counter", "0");
        CountDownLatch done = new CountDownLatch(threads);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                IntStream.range(0, each).forEach(turn -> increment());
                done.countDown();
            });
            thread.setUncaughtExceptionHandler((dead, why) -> {
                thrown.add(why);
                done.countDown();
            });
            thread.start();
        }
        done.await();
        assertEquals(List.of(), thrown);
        assertEquals("" + threads * each, get("counter").first().orElseThrow().value());
    }

    @Test
    public void tellsChangesAsTheyHappen() {
        Recorder recorder = watch(get("").revision() + 1);
        put("a", "1");
        put("a", "2");
        delete("a");
        expect(recorder, prefix + "a=1", prefix + "a=2", prefix + "a gone");
    }

    @Test
    public void tellsWhatHappenedSinceAnOldRevision() {
        put("a", "0");
        long from = put("a", "1").revision();
        put("b", "2");
        delete("a");
        Recorder recorder = watch(from);
        put("c", "3");
        expect(recorder, prefix + "a=1", prefix + "b=2", prefix + "a gone", prefix + "c=3");
    }

    @Test
    public void tellsRevisionsAndLeasesOfWhatChanged() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        long created = put("a", "1").revision();
        long modified = await(store().commit(Txn.of(put("a", "2", lease.id())))).revision();
        long deleted = delete("a").revision();
        Recorder recorder = watch(created);
        eventually(LONG_ENOUGH, "three events", () -> recorder.events().size() == 3);
        assertEquals(List.of(
                new Event(false, new KeyValue(prefix + "a", "1", created, created, 0)),
                new Event(false, new KeyValue(prefix + "a", "2", created, modified, lease.id())),
                new Event(true, new KeyValue(prefix + "a", "", 0, deleted, 0))), recorder.events());
        await(lease.revoke());
    }

    @Test
    public void tellsNothingOfOtherKeys() {
        Recorder recorder = new Recorder();
        subscribe(prefix + "a/", get("").revision() + 1, recorder);
        put("b", "1");
        put("a", "2");
        put("a/x", "3");
        expect(recorder, prefix + "a/x=3");
    }

    @Test
    public void aWatchFromTheFutureTellsNothingEarlier() {
        long now = get("").revision();
        Recorder recorder = watch(now + 3);
        put("a", "1");
        put("a", "2");
        put("a", "3");
        expect(recorder, prefix + "a=3");
    }

    @Test
    public void refusesAWatchFromBeforeTheFirstRevision() {
        assertThrows(IllegalArgumentException.class, () -> store().watch(prefix, 0, new Recorder()));
    }

    @Test
    public void neverSplitsARevision() {
        Recorder recorder = watch(get("").revision() + 1);
        List<Txn.Write> writes = new ArrayList<>();
        IntStream.range(0, Txn.MOST).forEach(i -> writes.add(put("" + i, "v".repeat(8_000), 0)));
        await(store().commit(new Txn(List.of(), writes)));
        eventually(LONG_ENOUGH, "all events", () -> recorder.events().size() == Txn.MOST);
        assertEquals(1, recorder.calls());
    }

    /** More revisions than etcd sends in one message (1,000), and more bytes than gRPC takes (4 MiB). */
    @Test
    public void catchesUpWithALongHistoryInOrder() {
        long from = get("").revision() + 1;
        int many = 2_500;
        int atOnce = 50;
        for (int first = 0; first < many; first += atOnce) {
            IntStream.range(first, first + atOnce)
                    .mapToObj(i -> store().commit(Txn.of(put("" + i % 7, i + "x".repeat(2_000), 0)))).toList()
                    .forEach(StoreContract::await);
        }
        Recorder recorder = watch(from);
        eventually(LONG_ENOUGH, "all events", () -> recorder.events().size() == many);
        assertEquals("in order", "", recorder.broken());
    }

    @Test
    public void catchesUpWithBigValues() {
        long from = get("").revision() + 1;
        String big = "x".repeat(1_000_000);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            put("big", i + big);
            told.add(prefix + "big=" + i + big);
        }
        Recorder recorder = watch(from);
        eventually(LONG_ENOUGH, "all events", () -> recorder.events().size() == 12);
        assertEquals(told, recorder.told());
    }

    @Test
    public void saysThatHistoryWasCompactedAway() {
        long from = put("a", "1").revision();
        put("a", "2");
        long compacted = put("a", "3").revision();
        compact(compacted);
        Recorder recorder = watch(from);
        eventually(LONG_ENOUGH, "compaction told", () -> recorder.compactions().size() == 1);
        assertEquals(List.of(compacted), recorder.compactions());
        put("a", "4");
        Recorder next = watch(compacted + 1);
        expect(next, prefix + "a=4");
        assertEquals(List.of(), recorder.events());
        assertEquals(1, recorder.compactions().size());
    }

    @Test
    public void aWatchThatIsUpToDateDoesNotCareAboutCompaction() {
        Recorder recorder = watch(get("").revision() + 1);
        long revision = put("a", "1").revision();
        expect(recorder, prefix + "a=1");
        compact(revision);
        put("a", "2");
        expect(recorder, prefix + "a=1", prefix + "a=2");
        assertEquals(List.of(), recorder.compactions());
    }

    @Test
    public void aClosedSubscriptionHearsNothing() {
        long from = get("").revision() + 1;
        Recorder closed = new Recorder();
        Subscription subscription = store().watch(prefix, from, closed);
        put("a", "1");
        expect(closed, prefix + "a=1");
        subscription.close();
        subscription.close();
        Recorder open = watch(from);
        put("a", "2");
        expect(open, prefix + "a=1", prefix + "a=2");
        expect(closed, prefix + "a=1");
    }

    @Test
    public void aListenerMayCloseItsOwnSubscription() {
        CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        Recorder recorder = new Recorder();
        subscription.complete(store().watch(prefix, get("").revision() + 1, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                recorder.changed(revision, events);
                subscription.join().close();
            }

            @Override
            public void compacted(long compactRevision) {
                recorder.compacted(compactRevision);
            }
        }));
        put("a", "1");
        expect(recorder, prefix + "a=1");
        Recorder open = watch(get("").revision() + 1);
        put("a", "2");
        expect(open, prefix + "a=2");
        assertEquals(1, recorder.calls());
    }

    @Test
    public void aListenerThatThrowsHearsWhatComesNext() {
        Recorder recorder = new Recorder();
        subscriptions.add(store().watch(prefix, get("").revision() + 1, new WatchListener() {
            @Override
            public void changed(long revision, List<Event> events) {
                recorder.changed(revision, events);
                throw new IllegalStateException("thrown by a test, to see that nothing comes of it");
            }

            @Override
            public void compacted(long compactRevision) {
                recorder.compacted(compactRevision);
            }
        }));
        put("a", "1");
        expect(recorder, prefix + "a=1");
        put("a", "2");
        expect(recorder, prefix + "a=1", prefix + "a=2");
    }

    @Test
    public void aKeyStaysWhileItsLeaseIsKept() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        await(store().commit(Txn.of(put("held", "1", lease.id()))));
        // A second lease that nobody keeps shows that more than its time has passed.
        Lease other = await(store().grant(SHORTEST_LEASE));
        await(store().commit(Txn.of(put("dropped", "1", other.id()))));
        other.close();
        pass(Duration.ofSeconds(5));
        eventually(LONG_ENOUGH, "the dropped key goes", () -> get("dropped").entries().isEmpty());
        assertEquals(lease.id(), get("held").first().orElseThrow().leaseId());
        assertFalse(lease.lost().isDone());
        assertTrue("" + lease.confirmedMillisAgo(), lease.confirmedMillisAgo() < SHORTEST_LEASE.toMillis());
        await(lease.revoke());
    }

    @Test
    public void aLeaseThatIsLetGoEndsWithItsKeysAndItsOwnerIsNotTold() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        Txn both = Txn.of(put("a", "1", lease.id()), put("b", "1", lease.id()));
        long revision = await(store().commit(both)).revision();
        Recorder recorder = watch(revision + 1);
        lease.close();
        lease.close();
        pass(Duration.ofSeconds(3));
        eventually(LONG_ENOUGH, "both keys go", () -> recorder.events().size() == 2);
        assertEquals("at one revision", 1, recorder.calls());
        assertFalse(lease.lost().isDone());
    }

    @Test
    public void revokingDeletesTheKeysAtOnceAndTheOwnerIsNotTold() {
        Lease lease = await(store().grant(Duration.ofSeconds(60)));
        await(store().commit(Txn.of(put("a", "1", lease.id()))));
        await(lease.revoke());
        assertEquals(List.of(), get("a").entries());
        assertFalse(lease.lost().isDone());
    }

    @Test
    public void aLeaseRevokedByOthersIsLostToItsOwner() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        await(store().revoke(lease.id()));
        eventually(LONG_ENOUGH, "the owner is told", () -> lease.lost().isDone());
        assertFalse(await(lease.lost()).isEmpty());
    }

    @Test
    public void revokingALeaseThatDoesNotExistIsNoError() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        await(lease.revoke());
        await(lease.revoke());
        await(store().revoke(lease.id()));
    }

    @Test
    public void refusesAWriteWithALeaseThatIsGone() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        await(lease.revoke());
        assertEquals(Effect.NONE, failure(store().commit(Txn.of(put("a", "1", lease.id())))).effect());
        assertEquals(List.of(), get("a").entries());
    }

    @Test
    public void aKeyWrittenAgainWithoutALeaseOutlivesIt() {
        Lease lease = await(store().grant(SHORTEST_LEASE));
        await(store().commit(Txn.of(put("a", "1", lease.id()))));
        put("a", "2");
        await(lease.revoke());
        assertEquals("2", get("a").first().orElseThrow().value());
    }

    @Test
    public void refusesALeaseShorterThanEtcdGrants() {
        assertThrows(IllegalArgumentException.class, () -> store().grant(Duration.ofMillis(1_999)));
    }

    private void increment() {
        for (boolean done = false; !done;) {
            KeyValue now = get("counter").first().orElseThrow();
            String next = "" + (Integer.parseInt(now.value()) + 1);
            Txn txn = Txn.of(put("counter", next, 0)).when(new Txn.ModifiedAt(now.key(), now.modRevision()));
            done = await(store().commit(txn)).succeeded();
        }
    }

    private boolean holds(Txn.Condition condition) {
        return await(store().commit(Txn.of().when(condition))).succeeded();
    }

    private Snapshot get(String key) {
        return await(store().get(prefix + key));
    }

    private Txn.Put put(String key, String value, long leaseId) {
        return new Txn.Put(prefix + key, value, leaseId);
    }

    private Commit put(String key, String value) {
        return await(store().commit(Txn.of(put(key, value, 0))));
    }

    private Commit delete(String key) {
        return await(store().commit(Txn.of(new Txn.Delete(prefix + key))));
    }

    private Recorder watch(long from) {
        Recorder recorder = new Recorder();
        subscribe(prefix, from, recorder);
        return recorder;
    }

    private void subscribe(String below, long from, Recorder recorder) {
        recorders.add(recorder);
        subscriptions.add(store().watch(below, from, recorder));
    }

    private static void expect(Recorder recorder, String... told) {
        List<String> expected = Stream.of(told).toList();
        eventually(LONG_ENOUGH, expected.size() + " events", () -> recorder.told().size() >= expected.size());
        assertEquals(expected, recorder.told());
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static StoreException failure(CompletableFuture<?> future) {
        CompletionException thrown = assertThrows(CompletionException.class, () -> await(future));
        assertTrue(thrown.getCause().toString(), thrown.getCause() instanceof StoreException);
        return (StoreException) thrown.getCause();
    }
}
