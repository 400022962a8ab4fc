// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.identity.OwnKeys.Change;
import io.mgmt.store.KeyValue;
import io.mgmt.store.Txn;
import io.mgmt.store.Txn.Absent;
import io.mgmt.store.Txn.Delete;
import io.mgmt.store.Txn.ModifiedAt;
import io.mgmt.store.Txn.Put;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.Random;
import org.junit.Test;

public final class OwnKeysTest {

    private static final String HOST = "/_mgmt/hosts/h1";
    private static final String VOLUNTEER = "/_mgmt/volunteers/h1";
    private static final String ENDPOINT = "/_mgmt/endpoints/h1";
    private static final String STARTED = "/_mgmt/started/h1";
    private static final String TIMING = "/_mgmt/timing";
    private static final String SIZE = "/_mgmt/idealClusterSize";

    private static final OwnKeys FOUNDER =
            new OwnKeys("h1", 9, "info", Optional.of("peer"), Optional.of("client"),
            Optional.of("started"), Optional.of("timing"), Optional.of("5"));
    private static final OwnKeys MEMBER =
            new OwnKeys("h1", 9, "info", Optional.of("peer"), Optional.of("client"),
            Optional.of("started"), Optional.of("timing"), Optional.empty());
    private static final OwnKeys CLIENT =
            new OwnKeys("h1", 9, "info", Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());

    /** Does what the store would do, without its conditions. */
    private static Map<String,
            KeyValue> apply(Map<String, KeyValue> before, Txn txn, long revision) {
        Map<String, KeyValue> after = new HashMap<>(before);
        for (Txn.Write write : txn.writes()) {
            if (write instanceof Put put) {
                after.put(put.key(), new KeyValue(put.key(), put.value(), revision, revision,
                        put.leaseId()));
            } else {
                after.remove(write.key());
            }
        }
        return after;
    }

    private static Map<String, KeyValue> settled(OwnKeys keys) {
        return apply(Map.of(), keys.change(Map.of()).orElseThrow().txn(), 10);
    }

    private static KeyValue entry(String key, String value, long lease) {
        return new KeyValue(key, value, 3, 4, lease);
    }

    @Test
    public void theFounderWritesEverythingAtOnce() {
        Change change = FOUNDER.change(Map.of()).orElseThrow();
        assertEquals(List.of(new Put(HOST, "info", 9), new Put(VOLUNTEER, "peer", 9),
                new Put(ENDPOINT, "client", 9),
                new Put(STARTED, "started", 0), new Put(TIMING, "timing", 0),
                new Put(SIZE, "5", 0)), change.txn().writes());
        assertEquals(List.of(new Absent(TIMING), new Absent(SIZE), new Absent(HOST)),
                change.txn().conditions());
        assertTrue(change.repairs());
    }

    @Test
    public void aClientWritesItsHostKeyAlone() {
        assertEquals(List.of(new Put(HOST, "info", 9)),
                CLIENT.change(Map.of()).orElseThrow().txn().writes());
        assertEquals(List.of(HOST), OwnKeys.names("h1", false));
    }

    @Test
    public void readsEveryKeyThatItWritesAndWhatTheLeaderWritesOfIt() {
        assertEquals(Stream.concat(settled(FOUNDER).keySet().stream(), Stream.of(Keys.nominated("h1"),
                Keys.memory("h1")))
                .sorted().toList(), OwnKeys.names("h1", true));
    }

    @Test
    public void writesNothingIfNothingChanged() {
        for (OwnKeys keys : List.of(FOUNDER, MEMBER, CLIENT)) {
            assertEquals(Optional.empty(), keys.change(settled(keys)));
        }
    }

    @Test
    public void leavesWhatTheFounderOrAnOperatorSet() {
        Map<String, KeyValue> present = settled(FOUNDER);
        present.put(SIZE, entry(SIZE, "abc", 0));
        present.put(TIMING, entry(TIMING, "other", 0));
        assertEquals(Optional.empty(), FOUNDER.change(present));
    }

    @Test
    public void onlyTheFounderWritesTheSize() {
        Map<String, KeyValue> present = settled(FOUNDER);
        present.remove(SIZE);
        assertEquals(Optional.empty(), MEMBER.change(present));
        assertEquals(List.of(SIZE), FOUNDER.change(present).orElseThrow().keys());
    }

    @Test
    public void aNewValueIsAChangeAndNoRepair() {
        OwnKeys other = new OwnKeys("h1", 9, "other", FOUNDER.volunteer(), FOUNDER.endpoint(),
                FOUNDER.started(), FOUNDER.timing(), Optional.empty());
        Change change = other.change(settled(FOUNDER)).orElseThrow();
        assertEquals(new Txn(List.of(new ModifiedAt(HOST, 10)), List.of(new Put(HOST, "other", 9))),
                change.txn());
        assertFalse(change.repairs());
    }

    @Test
    public void keysOfAnotherSessionAreTakenOver() {
        Map<String, KeyValue> present = settled(FOUNDER);
        present.put(VOLUNTEER, entry(VOLUNTEER, "peer", 8));
        Change change = FOUNDER.change(present).orElseThrow();
        assertEquals(List.of(new Put(VOLUNTEER, "peer", 9)), change.txn().writes());
        assertTrue(change.repairs());
    }

    @Test
    public void withdrawsInOneTransaction() {
        OwnKeys leaving = new OwnKeys("h1", 9, "leaving", Optional.empty(), FOUNDER.endpoint(),
                FOUNDER.started(), FOUNDER.timing(), Optional.empty());
        assertEquals(List.of(new Put(HOST, "leaving", 9), new Delete(VOLUNTEER)),
                leaving.change(settled(FOUNDER)).orElseThrow().txn().writes());
    }

    @Test
    public void isNoEndpointWhileItDoesNotServe() {
        OwnKeys silent = new OwnKeys("h1", 9, "info", FOUNDER.volunteer(), Optional.empty(),
                FOUNDER.started(), FOUNDER.timing(), Optional.empty());
        assertEquals(List.of(new Delete(ENDPOINT)),
                silent.change(settled(FOUNDER)).orElseThrow().txn().writes());
    }

    /**
     * Whatever stood there, one transaction makes it right, and it never touches a key of somebody
     * else.
     */
    @Test
    public void oneTransactionIsEnoughFromAnyState() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        List<OwnKeys> all = List.of(FOUNDER, MEMBER, CLIENT);
        for (int i = 0; i < 20_000; i++) {
            OwnKeys keys = all.get(random.nextInt(all.size()));
            Map<String, KeyValue> present = new HashMap<>();
            List<String> names = new ArrayList<>(OwnKeys.names("h1", keys != CLIENT));
            for (String name : names) {
                if (random.nextBoolean()) {
                    String value = List.of("info", "peer", "client", "started", "x")
                            .get(random.nextInt(5));
                    present.put(name, entry(name, value,
                            List.of(0L, 8L, 9L).get(random.nextInt(3))));
                }
            }
            Optional<Change> change = keys.change(present);
            String story = "seed=" + seed + " i=" + i + " " + keys + " " + present + " " + change;
            if (change.isPresent()) {
                Txn txn = change.get().txn();
                assertTrue(story, txn.writes().stream()
                        .allMatch(write -> names.contains(write.key())));
                assertTrue(story, txn.conditions().stream()
                        .anyMatch(condition -> condition.key().equals(HOST)));
                assertEquals(story, Optional.empty(), keys.change(apply(present, txn, 20)));
            } else {
                assertEquals(story, "info", present.get(HOST).value());
                assertEquals(story, 9, present.get(HOST).leaseId());
            }
        }
    }
}
