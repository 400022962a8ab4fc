// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.util.Map;
import org.junit.Test;

public final class SurviveSizingTest {

    private static ClusterSizingPolicy policy(Map<String, ?> set) {
        return Goal.of(ComponentConfig.of(SurviveConfig.class, set))::reach;
    }

    private static ClusterSizingPolicy policy(int failures, boolean zone) {
        return policy(Map.of("failures", failures, "zone", zone));
    }

    private static Sizing failures(int failures, ClusterScene scene) {
        return policy(failures, false).size(scene.view());
    }

    private static Sizing zone(int failures, ClusterScene scene) {
        return policy(failures, true).size(scene.view());
    }

    private static ClusterScene six() {
        return cluster().voters("h1").volunteers("h2", "h3", "h4", "h5", "h6");
    }

    @Test
    public void asksForTwiceAsManyAndOne() {
        assertEquals(new Sizing(1, "1 voter survives no failure; 6 hosts run etcd or could"), failures(0, six()));
        assertEquals(new Sizing(3, "3 voters survive 1 failure; 6 hosts run etcd or could"), failures(1, six()));
        assertEquals(new Sizing(5, "5 voters survive 2 failures; 6 hosts run etcd or could"), failures(2, six()));
        assertEquals(9, failures(4, six().volunteers("h7", "h8", "h9")).voters());
        assertEquals("without a configuration it survives one", 3,
                policy(Map.of()).size(six().view()).voters());
    }

    @Test
    public void withTooFewHostsItComesAsNearAsItCan() {
        assertEquals(new Sizing(5, "7 voters would survive 3 failures, but only 6 hosts run etcd or could:"
                + " 5 voters survive 2 failures"), failures(3, six()));
        assertEquals(new Sizing(1, "3 voters would survive 1 failure, but only 1 host runs etcd or could:"
                + " 1 voter survives no failure"), failures(1, cluster().voters("h1")));
        assertEquals(1, failures(1, cluster()).voters());
    }

    @Test
    public void countsWhoRunsEtcdOrCouldBeChosenAndNobodyElse() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3").byHand("x").volunteers("h4", "h5", "h6", "h7")
                .clients("c1").leaving("h3", 1).orphan("h2", 100).banned("h1", "h4").dead("h5", 100).learners("h6");
        assertEquals("5 voters survive 2 failures; 5 hosts run etcd or could", failures(2, scene).reason());
    }

    /** Fewer members would survive no more, and the data would be in fewer places. */
    @Test
    public void doesNotShrinkBecauseHostsAreGone() {
        ClusterScene five = cluster().voters("h1", "h2", "h3", "h4", "h5");
        assertEquals(new Sizing(5, "5 voters would survive 2 failures, but only 3 hosts run etcd or could: 3 voters"
                + " survive 1 failure; 5 of the voters that there are stay"),
                failures(2, five.dead("h4", 900).dead("h5", 900)));
        assertEquals("less is asked for", 3, failures(1, five).voters());
    }

    @Test
    public void shrinksWhenHostsLeaveInOrder() {
        ClusterScene five = cluster().voters("h1", "h2", "h3", "h4", "h5").leaving("h5", 1);
        assertEquals(3, failures(2, five).voters());
    }

    @Test
    public void threeZonesAreEnoughToLoseOne() {
        ClusterScene scene = six().zone("a", "h1", "h2").zone("b", "h3", "h4").zone("c", "h5", "h6");
        assertEquals(new Sizing(3, "3 voters survive 1 failure and the loss of any zone; 6 hosts in 3 zones run etcd or"
                + " could"), zone(1, scene));
        assertEquals(new Sizing(5, "5 voters survive 2 failures and the loss of any zone; 6 hosts in 3 zones run etcd"
                + " or could"), zone(2, scene));
        assertEquals("of one voter nothing may be lost", 3, zone(0, scene).voters());
    }

    /** One of two holds half of the voters or more, and more than half must be left. */
    @Test
    public void twoZonesNeverSurviveTheLossOfOne() {
        ClusterScene scene = six().zone("a", "h1", "h2", "h3").zone("b", "h4", "h5", "h6");
        assertEquals(new Sizing(3, "3 voters would survive 1 failure and the loss of any zone, but 6 hosts in 2 zones"
                + " run etcd or could, and it takes 3: 3 voters survive 1 failure"), zone(1, scene));
        assertEquals(new Sizing(5, "5 voters would survive 2 failures and the loss of any zone, but 6 hosts in 2 zones"
                + " run etcd or could, and it takes 3: 5 voters survive 2 failures"), zone(2, scene));
    }

    @Test
    public void hostsWithoutAZoneAreTogetherInOne() {
        assertEquals("3 voters would survive the loss of any zone, but 6 hosts in 1 zone run etcd or could, and it"
                + " takes 3: 3 voters survive 1 failure", zone(0, six()).reason());
    }

    /** Five would put three into the large zone; three survive it, and one failure instead of two. */
    @Test
    public void aZoneCountsForMoreThanASecondFailure() {
        ClusterScene scene = six().zone("a", "h1", "h2", "h3", "h6").zone("b", "h4").zone("c", "h5");
        assertEquals(new Sizing(3, "5 voters would survive 2 failures and the loss of any zone, but 6 hosts in 3 zones"
                + " run etcd or could, too many of them in one: 3 voters survive 1 failure and the loss of any zone"),
                zone(2, scene));
    }

    @Test
    public void saysWhenTheVotersDoNotStandAsTheyCould() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3").volunteers("h4", "h5").zone("a", "h1", "h2")
                .zone("b", "h3", "h4").zone("c", "h5");
        assertEquals("3 voters survive 1 failure and the loss of any zone; 5 hosts in 3 zones run etcd or could;"
                + " not yet, for 2 of them stand in zone a", zone(1, scene).reason());
    }

    @Test
    public void aGoalThatMakesNoSenseIsRefused() {
        assertEquals("failures = -1 is negative. Give 0 to 4 hosts.",
                assertThrows(IllegalArgumentException.class, () -> policy(-1, false)).getMessage());
        assertEquals("failures = 5 asks for more than 9 voters. Give 0 to 4 hosts.",
                assertThrows(IllegalArgumentException.class, () -> policy(5, false)).getMessage());
    }
}
