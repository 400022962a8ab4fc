// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.Test;

public class PoliciesTest {

    private static final ClusterView VIEW = new Picture().voters("h1").outlook().view();
    private static final ClusterSizingPolicy THREE = view -> new Sizing(3, "three");
    private static final ClusterSizingPolicy FIVE = view -> new Sizing(5, "five");

    private final ManualTimers timers = new ManualTimers();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holds;
    private final Advisers advisers = Advisers.of("h1", 9, timers, question -> {
        if (holds) {
            held.add(question);
        } else {
            question.run();
        }
    });

    private static Installed<ClusterSizingPolicy> of(String name, int ranking, long service,
            ClusterSizingPolicy policy) {
        return new Installed<>(new Installed.Label(name, "1.0.0", ranking, service, false), policy);
    }

    private static Installed<ClusterSizingPolicy> shadow(String name, ClusterSizingPolicy policy) {
        return new Installed<>(new Installed.Label(name, "1.0.0", 99, 99, true), policy);
    }

    private void install(List<Installed<ClusterSizingPolicy>> policies) {
        advisers.sizing().set(policies);
    }

    private Verdict<Sizing> verdict() {
        CompletableFuture<Verdict<Sizing>> asked = advisers.sizing().ask(VIEW);
        assertTrue("it waits", asked.isDone());
        return asked.join();
    }

    @Test
    public void theHighestRankingDecidesAndOfEqualOnesTheOlderService() {
        install(List.of(of("low", -1000, 1, THREE), of("high", 5, 9, FIVE)));
        assertEquals("high", verdict().by());
        install(List.of(of("younger", 5, 9, FIVE), of("older", 5, 8, THREE)));
        assertEquals("older", verdict().by());
        assertEquals(3, verdict().answer().orElseThrow().voters());
    }

    @Test
    public void oneThatFailsOrAnswersNonsenseIsPassedOverForTheNextBest() {
        install(List.of(of("throws", 9, 1, view -> {
            throw new IllegalStateException("oops");
        }), of("links", 8, 2, view -> {
            throw new NoClassDefFoundError("x/Y");
        }), of("loops", 7, 3, this::endless), of("null", 6, 4, view -> null),
                of("million", 5, 5, view -> new Sizing(1_000_000, "more")),
                of("zero", 4, 6, view -> new Sizing(0, "none")), of("good", -1000, 7, THREE)));
        Verdict<Sizing> verdict = verdict();
        assertEquals("good", verdict.by());
        assertEquals(List.of("throws: it failed with java.lang.IllegalStateException: oops",
                "links: it failed with java.lang.NoClassDefFoundError: x/Y",
                "loops: it failed with java.lang.StackOverflowError", "null: it answers null",
                "million: it asks for 1000000 voters, and the most are 9",
                "zero: it failed with java.lang.IllegalArgumentException: a sizing needs 1 voter or more, and a reason:"
                        + " 0, 'none'"),
                verdict.passedOver().stream().map(one -> one.name() + ": " + one.problem()).toList());
    }

    private Sizing endless(ClusterView view) {
        return endless(view);
    }

    @Test
    public void withoutAPolicyOrAnAnswerThereIsNoVerdictAndItSaysWhy() {
        assertEquals("no sizing policy is installed", verdict().absence("sizing"));
        install(List.of(of("null", 0, 1, view -> null)));
        assertEquals("no sizing policy gives an answer: null: it answers null", verdict().absence("sizing"));
        assertEquals(new Placement(List.of(), List.of()), advisers.now(VIEW).order());
    }

    @Test
    public void aReasonIsOneLineThatCanBeRead() {
        install(List.of(of("talks", 0, 1, view -> new Sizing(3, " one\n two\n" + "x".repeat(1_000)))));
        String reason = verdict().answer().orElseThrow().reason();
        assertTrue(reason, reason.startsWith("one; two; xx") && reason.endsWith("x…"));
        assertEquals(200, reason.length());
    }

    @Test
    public void oneThatTakesOverASecondIsPassedOverAndNotAskedAgainBeforeItHasAnswered() {
        install(List.of(of("slow", 9, 1, FIVE), of("good", 0, 2, THREE)));
        holds = true;
        CompletableFuture<Verdict<Sizing>> asked = advisers.sizing().ask(VIEW);
        timers.advance(Policies.LIMIT.minusMillis(1));
        assertEquals("the next best waits for its turn", 1, held.size());
        timers.advance(Duration.ofMillis(1));
        assertFalse(asked.isDone());
        holds = false;
        held.get(1).run();
        assertEquals("good", asked.join().by());
        assertEquals("it took over 1 s", asked.join().passedOver().get(0).problem());

        assertEquals("it has not answered yet", verdict().passedOver().get(0).problem());
        held.get(0).run();
        assertEquals("it is heeded again", "slow", verdict().by());
    }

    @Test
    public void oneThatGoesWhileItIsAskedHasNoSay() {
        install(List.of(of("goes", 9, 1, FIVE), of("stays", 0, 2, THREE)));
        holds = true;
        CompletableFuture<Verdict<Sizing>> asked = advisers.sizing().ask(VIEW);
        holds = false;
        install(List.of(of("stays", 0, 2, THREE)));
        assertEquals("stays", asked.join().by());
        assertEquals("it has just gone", asked.join().passedOver().get(0).problem());
    }

    @Test
    public void oneThatGoesIsAskedToComeOut() throws InterruptedException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Void> inside = new CompletableFuture<>();
        Advisers threaded = Advisers.of("h1", 9, timers, question -> new Thread(question).start());
        threaded.sizing().set(List.of(of("blocks", 9, 1, view -> {
            inside.complete(null);
            try {
                new CompletableFuture<Sizing>().get();
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                interrupted.complete(true);
            }
            return null;
        })));
        CompletableFuture<Verdict<Sizing>> asked = threaded.sizing().ask(VIEW);
        inside.join();
        threaded.sizing().set(List.of());
        assertTrue(interrupted.join());
        assertTrue(asked.join().decides().isEmpty());
    }

    @Test
    public void aShadowIsAskedAndNeverDecides() {
        install(List.of(shadow("new", FIVE), of("old", 0, 1, THREE)));
        assertEquals("old", verdict().by());
        assertEquals(List.of(5), advisers.sizing().shadows(VIEW).join().stream()
                .map(one -> one.answer().orElseThrow().voters()).toList());
        assertEquals(List.of("new", "old"), advisers.sizing().all(VIEW).join().stream().map(Opinion::name).toList());
        install(List.of(shadow("new", FIVE)));
        assertEquals("no sizing policy is installed", verdict().absence("sizing"));
    }

    @Test
    public void aThreadThatCannotBeHadIsNoAnswer() {
        Advisers full = Advisers.of("h1", 9, timers, question -> {
            throw new RejectedExecutionException();
        });
        full.sizing().set(List.of(of("any", 0, 1, THREE)));
        assertEquals("no thread is free to ask it", full.now(VIEW).sizing().passedOver().get(0).problem());
        assertEquals("it was asked in vain, and not for ever", Optional.empty(),
                full.now(VIEW).sizing().passedOver().stream().filter(one -> one.problem().contains("yet")).findFirst());
    }

    /** A decision is made from the cluster as it is, not as it was when a slow policy was asked. */
    @Test
    public void whatComesLateCountsForTheNextView() {
        Counsel counsel = new Counsel("h1", advisers, timers, new Mailbox(timers));
        install(List.of(of("slow", 9, 1, FIVE)));
        holds = true;
        CompletableFuture<Optional<Advice>> asked = counsel.ask(VIEW);
        timers.advance(Counsel.FRESH);
        held.forEach(Runnable::run);
        timers.advance(Duration.ZERO);
        assertEquals(Optional.empty(), asked.join());
        assertEquals("slow", counsel.ask(VIEW).join().orElseThrow().sizing().by());
        holds = false;
        CompletableFuture<Optional<Advice>> prompt = counsel.ask(VIEW);
        timers.advance(Duration.ZERO);
        assertEquals("slow", prompt.join().orElseThrow().sizing().by());
    }
}
