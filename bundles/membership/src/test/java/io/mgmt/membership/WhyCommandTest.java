// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.Sizing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;

public class WhyCommandTest {

    private static final Picture PICTURE =
            new Picture().voters("h1", "h2", "h3").spares("h4").banned("h5", "it did not start");

    private static final String SEEKS = "The policy fixed seeks 3 voters: idealClusterSize is 3.\n";

    private static Asked why(String... arguments) throws InterruptedException {
        return Asked.of(new WhyCommand(Asked.inquiry(PICTURE.now())), arguments);
    }

    @Test
    public void saysWhyAHostIsAMemberOrNot() throws Exception {
        assertEquals("h1 is a voter: it serves; 3 of 3 voters; it leads raft; its agent decides.\n" + SEEKS, why("h1").out());
        assertEquals("h4 is a spare: 3 of 3 voters; number 1 of 1 in the line of spares.\n" + SEEKS, why("h4").out());
        assertEquals("h5 is no member and cannot be chosen: it is banned for a while: it did not start.\n" + SEEKS,
                why("h5").out());
    }

    @Test
    public void withoutAHostItSaysSoOfAll() throws Exception {
        assertEquals(6, why().out().lines().count());
    }

    @Test
    public void namesThePolicyThatSeeksTheSizeAndWhoseItIs() throws Exception {
        Picture picture = new Picture().voters("h1", "h2", "h3").policyOf(5).led("h2");
        assertTrue(Asked.of(new WhyCommand(Asked.inquiry(picture.now())), "h2").out().endsWith(
                "The policy sunday seeks 5 voters: it is Sunday.\n"
                + "Asked by h1 with the policies that are installed there; h2 decides by its own.\n"));
    }

    /** A slow one would be waited for again and again. */
    @Test
    public void aPolicyIsAskedOnceForOneLook() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Picture picture = new Picture().voters("h1", "h2", "h3").spares("h4").sizing("counts", 9, view ->
                new Sizing(2 + asked.incrementAndGet(), "so it is"));
        assertTrue(Asked.of(new MembersCommand(Asked.inquiry(picture.now()))).out().contains("; wanted 3;"));
        assertEquals(1, asked.get());
    }

    @Test
    public void anUnknownHostIsAnErrorThatNamesTheKnownOnes() throws Exception {
        Asked asked = why("h9");
        assertEquals(1, asked.exit());
        assertEquals("The cluster knows no host \"h9\". Known: h1, h2, h3, h4, h5.\n", asked.err());
        assertEquals("", asked.out());
    }

    @Test
    public void printsJson() throws Exception {
        assertEquals(List.of(Map.of("host", "h4", "part", "spare",
                "reason", "3 of 3 voters; number 1 of 1 in the line of spares",
                "wanted", 3, "policy", "fixed", "policyReason", "idealClusterSize is 3")), why("h4", "--json").jsonList());
    }

    @Test
    public void withoutAQuorumItTellsWhatItKnewAndFails() throws Exception {
        Asked asked = Asked.of(new WhyCommand(Asked.inquiry(new Seen.Before(PICTURE.outlook(), "silence"))), "h4");
        assertEquals(2, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("! NO QUORUM"));
        assertTrue(asked.out(), asked.out().startsWith("h4 is a spare"));
    }
}
