// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;

public class PlanCommandTest {

    private static Asked plan(Picture picture, String... arguments) throws InterruptedException {
        return Asked.of(new PlanCommand(Asked.inquiry(picture.now()), 9), arguments);
    }

    @Test
    public void showsEachStepWithWhatTheClusterBears() throws Exception {
        Asked asked = plan(new Picture().voters("h1", "h2", "h3").spares("h4"), "5");
        assertEquals("""
                Now 3 voters, quorum 2, tolerates 1 failure. Wanted: 5.
                   STEP                 VOTERS  QUORUM  TOLERATES  REASON
                1  add h4 as a learner  3       2       1          3 of 5 voters; h4 is the first spare
                2  nominate h4          3       2       1          h4 was added as a learner; 3 of 5 voters
                3  give h4 a vote       3 -> 4  2 -> 3  1          h4 is in step; 3 of 5 voters
                Then 4 voters, quorum 3, tolerates 1 failure: 4 of 5 voters, and there is no spare.
                """, asked.out());
        assertEquals(0, asked.exit());
    }

    @Test
    public void saysThatNothingIsToBeDone() throws Exception {
        assertEquals("""
                Now 3 voters, quorum 2, tolerates 1 failure. Wanted: 3.
                Nothing is to be done now: 3 of 3 voters, as wanted.
                """, plan(new Picture().voters("h1", "h2", "h3"), "3").out());
    }

    /** Who asks does not lead: the plan is that of the leader all the same, and h1 stays. */
    @Test
    public void plansAsTheLeaderWould() throws Exception {
        String text = plan(new Picture().voters("h1", "h2", "h3").seenByASpare(), "1").out();
        assertTrue(text, text.contains("1  remove h3") && text.contains("2  remove h2"));
    }

    @Test
    public void warnsOfSizesThatTolerateNoMore() throws Exception {
        for (int size : List.of(2, 4)) {
            String text = plan(new Picture().voters("h1"), Integer.toString(size)).out();
            assertTrue(text, text.startsWith("! " + size + " voters tolerate no more failures than " + (size - 1)));
        }
        assertTrue(plan(new Picture().voters("h1"), "3").out().startsWith("Now 1 voter, "));
    }

    @Test
    public void refusesWhatIsNoSizeOnce() throws Exception {
        for (String wrong : List.of("0", "-3", "10", "70000", "abc", "", "99999999999", "3.5")) {
            Asked asked = plan(new Picture().voters("h1"), wrong);
            assertEquals(wrong, 1, asked.exit());
            assertEquals("\"" + wrong + "\" is no size of a cluster. Ask for 1 to 9 voters; 3 or 5 are usual."
                    + " Nothing was changed.\n", asked.err());
            assertEquals("", asked.out());
        }
    }

    @Test
    public void saysThatAnotherPolicyDoesNotFollow() throws Exception {
        String text = plan(new Picture().voters("h1", "h2", "h3").policyOf(3), "5").out();
        assertTrue(text, text.startsWith("! The sizing policy sunday does not follow: it asks for 3 (it is Sunday).\n"));
        assertTrue(text, text.contains("Wanted: 3."));
    }

    @Test
    public void withoutAQuorumThereIsNoPlan() throws Exception {
        Asked asked = Asked.of(new PlanCommand(Asked.inquiry(new Seen.Before(
                new Picture().voters("h1", "h2", "h3").outlook(), "silence")), 9), "3");
        assertEquals(2, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("! NO QUORUM"));
    }

    @Test
    public void printsAllOfItAsJson() throws Exception {
        Map<String, Object> json = plan(new Picture().voters("h1", "h2", "h3"), "1", "--json").json();
        assertEquals(List.of(1, 1, true), List.of(json.get("size"), json.get("wanted"), json.get("reached")));
        List<?> steps = (List<?>) json.get("steps");
        Map<?, ?> first = (Map<?, ?>) steps.get(0);
        assertEquals(List.of("Remove", "h3"), List.of(first.get("step"), first.get("host")));
        assertEquals(Map.of("voters", 3, "live", 3, "quorum", 2, "tolerance", 1), first.get("before"));
        assertEquals(Map.of("voters", 2, "live", 2, "quorum", 2, "tolerance", 0), first.get("after"));
    }
}
