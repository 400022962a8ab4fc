// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

/**
 * What the leader relies on in every policy: it is <em>pure</em> (the same view gives the same answer, on
 * any host, any thread and in any order), <em>bounded</em> (it answers in time, whatever the size of the
 * view) and <em>total</em> (there is no view that it has no answer for). A subclass of one of the two
 * permitted classes makes the policy as it is to be configured; have one for each configuration that
 * differs in kind.
 *
 * @param <P> the sort of policy
 * @param <A> its answers
 */
public abstract sealed class PolicyContract<P, A> permits SizingPolicyContract, PlacementPolicyContract {

    /** The agent passes over a policy after 1 s; on a machine that does other things too, a quarter is in time. */
    private static final Duration IN_TIME = Duration.ofMillis(250);
    /** As many as the agent is built for. */
    private static final int MANY_HOSTS = 10_000;
    /** The quickest of them counts: a test must not fail because somebody else uses the machine. */
    private static final int TRIES = 3;
    private static final int VIEWS = 2_000;

    private final RandomViews views = RandomViews.seeded();

    PolicyContract() {
    }

    /** The policy, made anew: as on another host with the same configuration. */
    protected abstract P policy();

    abstract A ask(P policy, ClusterView view);

    /** Why no policy may give this answer to this view; empty if one may. */
    abstract Optional<String> complaint(A answer, ClusterView view);

    @Test
    public void hasAnAnswerToEveryView() {
        P policy = policy();
        for (ClusterView view : views()) {
            judge(view, answer(policy, view));
        }
    }

    @Test
    public void givesTheSameAnswerToTheSameViewInAnyOrder() {
        P policy = policy();
        List<ClusterView> views = views();
        List<A> answers = answers(policy, views);
        List<Integer> order = shuffled(views.size());
        for (int i : order) {
            agree(views.get(i), answers.get(i), answer(policy, views.get(i)),
                    "answers otherwise when it is asked again, in another order");
        }
    }

    /** Every voter's agent asks a policy of its own; whoever leads, the answer must be the same. */
    @Test
    public void anotherOneOfTheSameConfigurationAgrees() {
        List<ClusterView> views = views();
        assertSame(views, answers(policy(), views), answers(policy(), views), "answers otherwise on another host");
    }

    @Test
    public void twoThreadsGetTheSameAnswers() throws Exception {
        P policy = policy();
        List<ClusterView> views = views();
        List<A> answers = answers(policy, views);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            List<Future<List<A>>> asked = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                Callable<List<A>> asking = () -> {
                    start.await();
                    return answers(policy, views);
                };
                asked.add(threads.submit(asking));
            }
            List<List<A>> both = new ArrayList<>();
            for (Future<List<A>> future : asked) {
                // Both before anything is said of either: none is to ask on beside the next claim.
                both.add(future.get());
            }
            both.forEach(one -> assertSame(views, answers, one, "answers otherwise when two ask at once"));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Hosts stand in several time zones and speak several languages; the policy asks its configuration alone. */
    @Test
    public void takesNeitherTimeZoneNorLanguageFromTheMachine() {
        List<ClusterView> views = views();
        List<A> answers = answers(policy(), views);
        TimeZone zone = TimeZone.getDefault();
        Locale locale = Locale.getDefault();
        try {
            for (String elsewhere : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago")) {
                TimeZone.setDefault(TimeZone.getTimeZone(elsewhere));
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                assertSame(views, answers, answers(policy(), views), "answers otherwise elsewhere");
            }
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(locale);
        }
    }

    @Test
    public void leavesTheViewAsItIs() {
        P policy = policy();
        List<ClusterView> views = views();
        answers(policy, views);
        assertEquals("seed=" + this.views.seed() + ": the policy changes what it is shown",
                viewsOf(RandomViews.of(this.views.seed())), views);
    }

    /** The time-out is for a policy that does not come back at all. */
    @Test(timeout = 120_000)
    public void answersInTimeWhateverTheNumberOfHosts() {
        P policy = policy();
        ClusterView crowd = RandomViews.of(views.seed()).crowd(MANY_HOSTS);
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && quickest > IN_TIME.toNanos(); i++) {
            long begin = System.nanoTime();
            answer(policy, crowd);
            quickest = Math.min(quickest, System.nanoTime() - begin);
        }
        Duration took = Duration.ofNanos(quickest);
        assertTrue("seed=" + views.seed() + ": for " + MANY_HOSTS + " hosts it takes " + took.toMillis()
                + " ms, more than " + IN_TIME.toMillis() + " ms", took.compareTo(IN_TIME) <= 0);
    }

    /** The same ones for every test. */
    private List<ClusterView> views() {
        return viewsOf(RandomViews.of(views.seed()));
    }

    private static List<ClusterView> viewsOf(RandomViews random) {
        List<ClusterView> all = new ArrayList<>(RandomViews.corners());
        all.addAll(random.next(VIEWS));
        return all;
    }

    private List<Integer> shuffled(int size) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(views.seed()));
        return order;
    }

    private List<A> answers(P policy, List<ClusterView> all) {
        List<A> answers = new ArrayList<>(all.size());
        for (ClusterView view : all) {
            answers.add(answer(policy, view));
        }
        return answers;
    }

    private A answer(P policy, ClusterView view) {
        try {
            return ask(policy, view);
        } catch (RuntimeException e) {
            // Somebody else's code: whatever it throws, the view that it fails on is to be told.
            throw new AssertionError(about(view) + "throws " + e, e);
        }
    }

    private void judge(ClusterView view, A answer) {
        Optional<String> complaint = answer == null ? Optional.of("answers null") : complaint(answer, view);
        if (complaint.isPresent()) {
            throw new AssertionError(about(view) + complaint.get());
        }
    }

    private void assertSame(List<ClusterView> all, List<A> wanted, List<A> given, String otherwise) {
        for (int i = 0; i < all.size(); i++) {
            agree(all.get(i), wanted.get(i), given.get(i), otherwise);
        }
    }

    /** A view is long, so that it is put into words only once there is something to say. */
    private void agree(ClusterView view, A wanted, A given, String otherwise) {
        if (!Objects.equals(wanted, given)) {
            assertEquals(about(view) + otherwise, wanted, given);
        }
    }

    private String about(ClusterView view) {
        return "seed=" + views.seed() + " " + view + "\nthe policy ";
    }
}
