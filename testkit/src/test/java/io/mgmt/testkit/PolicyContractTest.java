// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.Placement;
import io.mgmt.cluster.PlacementPolicy;
import io.mgmt.cluster.Sizing;
import io.mgmt.cluster.ViewedHost;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;

/** A contract is worth what it finds: a good policy passes, and each bad one fails just where it is bad. */
public final class PolicyContractTest {

    /** Handed to the contracts below, which JUnit makes itself. */
    private static volatile ClusterSizingPolicy sizing;
    private static volatile PlacementPolicy placement;
    private static volatile int most = 9;

    /** The contract over whatever a test hands in. */
    public static final class SizingJudge extends SizingPolicyContract {
        @Override
        protected ClusterSizingPolicy policy() {
            return sizing;
        }

        @Override
        protected int mostVoters() {
            return most;
        }
    }

    /** The same for placement. */
    public static final class PlacementJudge extends PlacementPolicyContract {
        @Override
        protected PlacementPolicy policy() {
            return placement;
        }
    }

    private static Set<String> broken(ClusterSizingPolicy policy) {
        sizing = policy;
        return broken(SizingJudge.class);
    }

    private static Set<String> misplaced(PlacementPolicy policy) {
        placement = policy;
        return broken(PlacementJudge.class);
    }

    private static Set<String> broken(Class<?> contract) {
        Set<String> claims = new TreeSet<>();
        for (Failure failure : new JUnitCore().run(contract).getFailures()) {
            claims.add(failure.getDescription().getMethodName());
            assertTrue(failure.getMessage(), failure.getMessage().startsWith("seed="));
        }
        return claims;
    }

    @Test
    public void aGoodPolicyPasses() {
        assertEquals(Set.of(), broken(view -> new Sizing(view.wanted().voters(), "an operator wants it")));
        assertEquals(Set.of(), misplaced(view -> new Placement(List.of(), List.of())));
    }

    @Test
    public void findsOneThatThrows() {
        assertTrue(broken(view -> new Sizing(view.hosts().get(0).name().length(), "so it is"))
                .contains("hasAnAnswerToEveryView"));
    }

    @Test
    public void findsOneThatAnswersNothing() {
        assertEquals(Set.of("hasAnAnswerToEveryView"),
                broken(view -> view.members().isEmpty() ? null : new Sizing(1, "so it is")));
    }

    @Test
    public void findsOneThatAsksForTooMany() {
        assertEquals(Set.of("hasAnAnswerToEveryView"),
                broken(view -> new Sizing(1 + Math.min(12, view.hosts().size()) % 11, "so it is")));
        most = 3;
        assertTrue(broken(view -> new Sizing(5, "so it is")).contains("hasAnAnswerToEveryView"));
        most = 9;
    }

    @Test
    public void findsOneThatRemembers() {
        AtomicInteger asked = new AtomicInteger();
        Set<String> broken = broken(view -> new Sizing(1 + asked.incrementAndGet() % 9, "so it is"));
        assertTrue(broken.toString(), broken.containsAll(List.of("givesTheSameAnswerToTheSameViewInAnyOrder",
                "anotherOneOfTheSameConfigurationAgrees", "twoThreadsGetTheSameAnswers")));
    }

    /** Right on one thread, whatever it is asked before. */
    @Test
    public void findsOneThatTwoThreadsConfuse() {
        AtomicInteger inside = new AtomicInteger();
        Set<String> broken = broken(view -> {
            inside.incrementAndGet();
            Thread.yield();
            return new Sizing(inside.getAndDecrement(), "so it is");
        });
        assertEquals(Set.of("twoThreadsGetTheSameAnswers"), broken);
    }

    @Test
    public void findsOneThatAsksTheMachineForTheTimeZone() {
        assertEquals(Set.of("takesNeitherTimeZoneNorLanguageFromTheMachine"), broken(view -> new Sizing(
                1 + Instant.ofEpochMilli(view.moment().timeMillis()).atZone(ZoneId.systemDefault()).getHour() % 9,
                "so it is")));
    }

    @Test
    public void findsOneThatSpeaksTheLanguageOfTheMachine() {
        assertEquals(Set.of("takesNeitherTimeZoneNorLanguageFromTheMachine"),
                broken(view -> new Sizing(3, String.format("%d hosts", view.hosts().size()))));
    }

    @Test
    public void findsOneThatIsSlowForManyHosts() {
        assertEquals(Set.of("answersInTimeWhateverTheNumberOfHosts"), broken(view -> {
            long same = 0;
            for (ViewedHost one : view.hosts()) {
                for (ViewedHost other : view.hosts().subList(0, view.hosts().size() / 4)) {
                    same += one.standing().labels().equals(other.standing().labels()) ? 1 : 0;
                }
            }
            return new Sizing(1 + (int) (same % 9), "so it is");
        }));
    }

    @Test
    public void findsAPlacementThatMixesItsListsUp() {
        assertEquals(Set.of("hasAnAnswerToEveryView"),
                misplaced(view -> new Placement(view.hosts().stream().map(ViewedHost::name).toList(),
                        List.of())));
        assertEquals(Set.of("hasAnAnswerToEveryView"),
                misplaced(view -> new Placement(List.of(), List.of("h1", "h1"))));
    }
}
