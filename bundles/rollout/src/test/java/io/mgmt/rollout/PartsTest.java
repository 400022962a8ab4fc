// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.KeyValue;
import io.mgmt.store.StoreException;
import io.mgmt.store.Txn;
import io.mgmt.testkit.FakeStore;
import io.mgmt.testkit.Fate;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public final class PartsTest {

    private static final Txn.Condition FREE = new Txn.Absent("/taken");

    private final FakeStore store = new FakeStore();
    private final BundleJar jar = jar(Parts.PART_BYTES * 2 + 7);
    private final Artifact artifact = new Artifact(1, "1.0.0", jar.sha256(), jar.content().length,
            Parts.count(jar.content().length));

    private static BundleJar jar(int bytes) {
        byte[] content = Jars.noise(bytes);
        return new BundleJar("a", "1.0.0", content, Sha256.of(content));
    }

    private String damage() throws InterruptedException {
        return ((Parts.Content.Damaged) Parts.read(store, "a", artifact)).reason();
    }

    @Test
    public void whatIsWrittenInPartsIsReadWhole() throws Exception {
        assertTrue(Parts.write(store, jar, FREE));
        List<KeyValue> parts = store.entries("/_mgmt/bundles/a/" + jar.sha256() + "/");
        assertEquals(3, parts.size());
        assertTrue("etcd's limit", parts.stream().allMatch(part -> part.value().length() <= 1024 * 1024));
        assertArrayEquals(jar.content(), ((Parts.Content.Whole) Parts.read(store, "a", artifact)).bytes());
        assertEquals(1, Parts.count(Parts.PART_BYTES));
        assertEquals(2, Parts.count(Parts.PART_BYTES + 1));
    }

    @Test
    public void whoHasLostTheLockWritesNoMore() throws Exception {
        store.putByHand("/taken", "");
        assertFalse(Parts.write(store, jar, FREE));
        assertEquals(List.of(), store.entries("/_mgmt/"));
    }

    @Test
    public void aLostCallIsMadeAgainAndAnOutageIsNot() throws Exception {
        store.fateOfNext(Fate.LOST, Fate.ANSWER_LOST, Fate.DONE, Fate.LOST);
        assertTrue(Parts.write(store, jar, FREE));
        assertArrayEquals(jar.content(), ((Parts.Content.Whole) Parts.read(store, "a", artifact)).bytes());
        store.disconnect();
        assertThrows(StoreException.class, () -> Parts.read(store, "a", artifact));
    }

    @Test
    public void whatIsNotWhatWasDeployedIsNeverInstalled() throws Exception {
        Parts.write(store, jar, FREE);
        String second = RolloutKeys.part("a", jar.sha256(), 1);
        store.putByHand(second, "%");
        assertEquals("it is damaged in the store: " + second + " is no base64", damage());
        store.putByHand(second, "AAAA");
        assertEquals("it is damaged in the store: its SHA-256 is not the one that was deployed", damage());
        store.deleteByHand(second);
        assertEquals("it is not whole in the store: " + second + " is missing", damage());
    }

    @Test
    public void whatNobodyReturnsToIsPruned() throws Exception {
        Parts.write(store, jar, FREE);
        for (int i = 0; i < Txn.MOST + 5; i++) {
            store.putByHand(RolloutKeys.part("half", "0", i), "x");
        }
        Parts.prune(store, Set.of(RolloutKeys.parts("a", jar.sha256())), FREE);
        assertEquals(3, store.entries("/_mgmt/bundles/").size());
        store.putByHand("/taken", "");
        Parts.prune(store, Set.of(), FREE);
        assertEquals("only under the lock", 3, store.entries("/_mgmt/bundles/").size());
    }
}
