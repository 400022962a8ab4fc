// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.membership.Feed.Decision;
import io.mgmt.testkit.FakeStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class ResizeCommandTest {

    private static final String KEY = "/_mgmt/idealClusterSize";
    private static final String ON_ITS_WAY = "The cluster goes on by itself: Ctrl-C only ends this report.\n";

    /** A report that never ends is a failure too. */
    @Rule
    public final Timeout limit = Timeout.seconds(30);

    private final FakeStore store = new FakeStore(() -> 0L);

    /** Decisions that come one after the other, then silence; no time passes. */
    private static final class Told implements Feed {
        private final Deque<Decision> left;

        Told(List<Decision> decisions) {
            left = new ArrayDeque<>(decisions);
        }

        @Override
        public Optional<Decision> next(Duration within) {
            return Optional.ofNullable(left.poll());
        }

        @Override
        public void close() {
        }
    }

    private ResizeCommand resize(Inquiry inquiry, Decision... decisions) {
        return new ResizeCommand(inquiry, 9, () -> Optional.of(store), (used, from) -> {
            assertEquals("decisions from the look on", 4712L, from.longValue());
            return new Told(List.of(decisions));
        });
    }

    private String written() {
        return store.get(KEY).join().first().map(entry -> entry.value()).orElse("(absent)");
    }

    private static Picture three() {
        return new Picture().voters("h1", "h2", "h3");
    }

    @Test
    public void showsThePlanWritesAndFollowsTheSteps() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(new Picture().voters("h1").spares("h2", "h3").wanted(1).now(),
                three().now()),
                new Decision("AddLearner", "h2", "1 of 3 voters; h2 is the first spare", "h1", 4713),
                new Decision("Hold", "", "3 of 3 voters, as wanted", "h1", 4720)), "3");
        assertEquals("3", written());
        assertEquals(0, asked.exit());
        assertTrue(asked.out(), asked.out().startsWith("Now 1 voter, quorum 1, tolerates no failure. Wanted: 3.\n"));
        assertTrue(asked.out(), asked.out().endsWith("""
                Then 3 voters, quorum 2, tolerates 1 failure.
                idealClusterSize was "1" and is 3 now.
                """ + ON_ITS_WAY + """
                  h1: add h2 as a learner (1 of 3 voters; h2 is the first spare)
                  h1: hold (3 of 3 voters, as wanted)
                Done: 3 voters, quorum 2, tolerates 1 failure.
                """));
    }

    @Test
    public void whatIsSetAlreadyIsNotWritten() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(three().now())), "3");
        assertEquals("(absent)", written());
        assertTrue(asked.out(), asked.out().endsWith("idealClusterSize is 3 already; nothing was written.\n"
                + "Done: 3 voters, quorum 2, tolerates 1 failure.\n"));
    }

    @Test
    public void saysWhatWillBeReachedIfThereAreNotEnoughHosts() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(three().now())), "5");
        assertEquals("5", written());
        assertTrue(asked.out(), asked.out().endsWith("Not reached yet: 3 voters, quorum 2, tolerates 1 failure;"
                + " wanted 5. It waits: 3 of 5 voters, and there is no spare.\n"));
    }

    @Test
    public void doesNotWaitIfToldSo() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(three().spares("h4").now())), "5", "--no-wait");
        assertEquals("5", written());
        assertTrue(asked.out(), asked.out().endsWith("idealClusterSize was \"3\" and is 5 now.\n"));
    }

    /** A learner is under way: that no step is due at the moment is no end. */
    @Test
    public void oneLookAtWhichNothingIsDueIsNoEnd() throws Exception {
        Seen growing = three().spares("h4").now();
        Seen idle = three().wanted(5).now();
        Seen done = new Picture().voters("h1", "h2", "h3", "h4").wanted(5).now();
        Asked asked = Asked.of(resize(Asked.inquiry(growing, idle, idle, done)), "5");
        assertTrue(asked.out(), asked.out().endsWith("Not reached yet: 4 voters, quorum 3, tolerates 1 failure;"
                + " wanted 5. It waits: 4 of 5 voters, and there is no spare.\n"));
    }

    @Test
    public void endsIfSomebodyElseSetsAnotherSize() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(three().spares("h4").now(), three().wanted(1).now())), "5");
        assertTrue(asked.out(), asked.out().contains("somebody has set idealClusterSize to \"1\" meanwhile"));
    }

    @Test
    public void refusesWhatIsNoSizeAndWritesNothing() throws Exception {
        for (String wrong : List.of("0", "-3", "10", "70000", "abc", "")) {
            Asked asked = Asked.of(resize(Asked.inquiry(three().now())), wrong);
            assertEquals(wrong, 1, asked.exit());
            assertTrue(asked.err(), asked.err().startsWith("\"" + wrong + "\" is no size of a cluster."));
        }
        assertEquals("(absent)", written());
    }

    @Test
    public void withoutAQuorumNothingIsWritten() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(new Seen.Before(three().outlook(), "silence"))), "5");
        assertEquals(2, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("! NO QUORUM"));
        assertTrue(asked.err(), asked.err().endsWith("\nNothing was written.\n"));
        assertEquals("(absent)", written());
    }

    @Test
    public void anEtcdThatOthersManageIsNotResized() throws Exception {
        Asked asked = Asked.of(resize(Asked.inquiry(new Picture().led("").byHand("a", false).now())), "5");
        assertEquals(1, asked.exit());
        assertTrue(asked.err(), asked.err().startsWith("This etcd is managed by others"));
        assertEquals("(absent)", written());
    }

    @Test
    public void printsAllOfItAsJson() throws Exception {
        Map<String, Object> json = Asked.of(resize(Asked.inquiry(three().spares("h4").wanted(3).now(),
                new Picture().voters("h1", "h2", "h3", "h4").wanted(4).now()),
                new Decision("Promote", "h4", "h4 is in step", "h1", 4713)), "4", "--json").json();
        assertEquals(List.of(4, "3", true, true, ""), List.of(json.get("size"), json.get("before"),
                json.get("written"), json.get("reached"), json.get("waitsFor")));
        assertEquals(Map.of("step", "Promote", "host", "h4", "reason", "h4 is in step", "by", "h1",
                "revision", 4713), ((List<?>) json.get("decisions")).get(0));
    }
}
