// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.store.KeyValue;
import io.mgmt.testkit.Fate;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

/**
 * The lead goes while the leader waits for the answer to what it wrote: the answer must not be gone on from, because
 * what comes next would need the place in line that is gone, and the loop would end with the defect (seed 17361).
 */
public final class LostLeadTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String SIZE = "/_mgmt/idealClusterSize";

    private final World world = new World();
    private Life life;
    private KeyValue lead;

    /** The write of the accepted size has taken effect, and is not answered. */
    @Before
    public void waitForAnAnswer() {
        life = world.life().leading().start();
        world.pass(LONG);
        assertEquals(List.of(), life.ends);
        lead = lead();
        world.store().fate(call -> call.txn().filter(txn -> txn.writes().stream()
                .anyMatch(write -> write.key().equals("/_mgmt/accepted/idealClusterSize"))).isPresent()
                        ? Fate.ANSWER_HELD : Fate.DONE);
        world.store().putByHand(SIZE, "3");
        world.pass(Duration.ofSeconds(1));
        assertEquals(1, world.store().heldCalls());
        world.store().fate(call -> Fate.DONE);
    }

    private KeyValue lead() {
        List<KeyValue> line = world.store().entries("/_mgmt/leader/");
        assertEquals(line.toString(), 1, line.size());
        return line.get(0);
    }

    private void assertLeadsAgain() {
        world.store().release();
        world.pass(LONG);
        assertNotEquals(lead.key(), lead().key());
        assertTrue("it decides again", life.loop().leader().step().isPresent());
    }

    @Test
    public void goesOnAfterItsLeaseWasLost() {
        world.store().lose(lead.leaseId(), "nobody confirmed it in time");
        world.passMillis(10);
        assertLeadsAgain();
    }

    /** Whoever asks for the status looks as well, and so sees first that the key is gone. */
    @Test
    public void goesOnAfterSomebodyElseSawThatItsKeyIsGone() {
        world.store().deleteByHand(lead.key());
        life.loop().leader().look();
        world.passMillis(10);
        assertLeadsAgain();
    }
}
