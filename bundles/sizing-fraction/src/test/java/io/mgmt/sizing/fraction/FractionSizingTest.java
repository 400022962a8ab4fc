// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.cluster.ClusterSizingPolicy;
import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

public final class FractionSizingTest {

    private static ClusterSizingPolicy policy(Map<String, ?> set) {
        return Share.of(ComponentConfig.of(FractionConfig.class, set))::of;
    }

    private static Sizing size(ClusterScene scene) {
        return size(scene, Map.of());
    }

    private static Sizing size(ClusterScene scene, Map<String, ?> set) {
        return policy(set).size(scene.view());
    }

    private static ClusterScene hosts(int hosts) {
        return cluster().volunteers(IntStream.rangeClosed(10, 9 + hosts).mapToObj(i -> "h" + i).toArray(String[]::new));
    }

    private static String refused(Map<String, ?> set) {
        return assertThrows(IllegalArgumentException.class, () -> policy(set)).getMessage();
    }

    @Test
    public void takesItsShareOfTheHosts() {
        assertEquals(new Sizing(5, "50 % of 10 hosts (running etcd or willing to) is 5"), size(hosts(10)));
        assertEquals(7, size(hosts(10), Map.of("percent", 70)).voters());
        assertEquals(9, size(hosts(9), Map.of("percent", 100, "ceiling", 9)).voters());
    }

    /** Four voters tolerate no more than three, and each write waits for one more. */
    @Test
    public void roundsDownToAnOddNumber() {
        assertEquals(new Sizing(3,
                "50 % of 8 hosts (running etcd or willing to) is 4; rounded down to an odd number, 3"), size(hosts(8)));
        assertEquals("50 % of 9 hosts (running etcd or willing to) is 4; rounded down to an odd number, 3",
                size(hosts(9)).reason());
        for (int hosts = 0; hosts < 40; hosts++) {
            assertEquals(1, size(hosts(hosts), Map.of("percent", 37)).voters() % 2);
        }
    }

    @Test
    public void staysBetweenFloorAndCeiling() {
        assertEquals(new Sizing(3, "50 % of 1 host (running etcd or willing to) is 0; 3 voters are the floor"),
                size(hosts(1)));
        assertEquals(new Sizing(7, "50 % of 30 hosts (running etcd or willing to) is 15; 7 voters are the ceiling"),
                size(hosts(30)));
        assertEquals("50 % of 30 hosts (running etcd or willing to) is 15; 1 voter is the ceiling",
                size(hosts(30), Map.of("floor", 1, "ceiling", 1)).reason());
        assertEquals(1, size(cluster(), Map.of("floor", 1)).voters());
    }

    @Test
    public void countsWhoRunsEtcdOrWouldAndNobodyElse() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3", "h4").byHand("x").volunteers("h5", "h6")
                .clients("c1", "c2").leaving("h4", 1).dead("h6", 3_600).orphan("h3", 3_600).banned("h5");
        assertEquals("100 % of 5 hosts (running etcd or willing to) is 5",
                size(scene, Map.of("percent", 100)).reason());
    }

    /** A reboot takes a minute or two; to shrink and grow again for it would be two changes for nothing. */
    @Test
    public void aHostThatIsGoneForAMomentCounts() {
        assertEquals(new Sizing(5, "50 % of 10 hosts (running etcd or willing to; 1 gone for less than 120 s) is 5"),
                size(hosts(10).dead("h12", 119)));
        assertEquals(3, size(hosts(10).dead("h12", 120)).voters());
        assertEquals(3, size(hosts(10).dead("h12", 30), Map.of("graceSeconds", 30)).voters());
        assertEquals("it has left in order", 3, size(hosts(10).dead("h12", 30).forgotten("h12")).voters());
    }

    @Test
    public void aConfigurationThatMakesNoSenseIsRefused() {
        assertEquals("percent = 0 is no share. Give 1 to 100.", refused(Map.of("percent", 0)));
        assertEquals("percent = 101 is no share. Give 1 to 100.", refused(Map.of("percent", 101)));
        assertEquals("floor = 7 is above ceiling = 5. Lower the one or raise the other.",
                refused(Map.of("floor", 7, "ceiling", 5)));
        assertEquals("floor = 4 is no size: an even one tolerates no more than the odd one below"
                + " it. Give 1, 3, 5, 7 or 9 voters.", refused(Map.of("floor", 4)));
        assertEquals("ceiling = 11 is no size. Give 1, 3, 5, 7 or 9 voters.",
                refused(Map.of("ceiling", 11)));
        assertEquals("graceSeconds = -1 is negative. Give 0 or more seconds.",
                refused(Map.of("graceSeconds", -1)));
    }
}
