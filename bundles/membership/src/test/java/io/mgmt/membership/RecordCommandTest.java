// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.FakeStore;
import io.mgmt.testkit.Fate;
import java.util.Optional;
import org.junit.Test;

public class RecordCommandTest {

    private static final String MEMORY = "/_mgmt/memory/h3";
    private static final String BANNED = "/_mgmt/banned/h3";
    private static final Picture GONE = new Picture().voters("h1", "h2").dead("h3");

    private final FakeStore store = new FakeStore(() -> 0L);

    private Asked forget(Picture picture, String... arguments) throws InterruptedException {
        return Asked.of(RecordCommand.forget(Asked.inquiry(picture.now()), () -> Optional.of(store)), arguments);
    }

    private Asked pardon(Picture picture, String... arguments) throws InterruptedException {
        return Asked.of(RecordCommand.pardon(Asked.inquiry(picture.now()), () -> Optional.of(store)), arguments);
    }

    @Test
    public void whoIsForgottenWentOnPurpose() throws Exception {
        store.putByHand(MEMORY, "{\"zone\":\"a\",\"failures\":2,\"left\":false,\"lastSeenMillis\":7}");
        assertEquals("h3 is forgotten: that it is gone is no outage. It may come back any time.\n",
                forget(GONE, "h3").out());
        assertEquals("{\"zone\":\"a\",\"failures\":2,\"left\":true,\"lastSeenMillis\":7}",
                store.value(MEMORY).orElseThrow());
    }

    @Test
    public void whoIsHereCannotBeForgotten() throws Exception {
        Asked asked = forget(GONE, "h2");
        assertEquals(1, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("h2 is here: only a host that has gone can be forgotten."));
        assertEquals(1, store.revision());
    }

    @Test
    public void whoIsPardonedMayBeChosenAtOnce() throws Exception {
        store.putByHand(MEMORY, "{\"zone\":\"\",\"failures\":2,\"left\":false,\"lastSeenMillis\":0}");
        store.putByHand(BANNED, "it did not start");
        Asked asked = pardon(new Picture().voters("h1").banned("h3", "it did not start"), "h3");
        assertEquals("h3 is pardoned: it may be chosen again at once.\n", asked.out());
        assertEquals(Optional.empty(), store.value(BANNED));
        assertEquals("{\"zone\":\"\",\"failures\":0,\"left\":false,\"lastSeenMillis\":0}",
                store.value(MEMORY).orElseThrow());
    }

    @Test
    public void anUnknownHostIsAnErrorThatNamesTheKnownOnes() throws Exception {
        Asked asked = pardon(GONE, "h9");
        assertEquals(1, asked.exit());
        assertEquals("The cluster knows no host \"h9\". Known: h1, h2, h3.\n", asked.err());
    }

    @Test
    public void aStoreThatFailsIsAFailure() throws Exception {
        store.fateOfNext(Fate.NOT_SENT);
        Asked asked = forget(GONE, "h3");
        assertEquals(2, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("This could not be written: "));
    }

    @Test
    public void withoutAQuorumNothingIsWritten() throws Exception {
        Asked asked = Asked.of(RecordCommand.forget(Asked.inquiry(new Seen.Before(GONE.outlook(), "silence")),
                () -> Optional.of(store)), "h3");
        assertEquals(2, asked.exit());
        assertTrue(asked.err(), asked.err().contains("Nothing was written."));
    }
}
