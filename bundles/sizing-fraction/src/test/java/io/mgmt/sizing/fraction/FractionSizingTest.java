// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.fraction;

import static io.mgmt.testkit.ClusterScene.cluster;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.mgmt.cluster.Sizing;
import io.mgmt.testkit.ClusterScene;
import io.mgmt.testkit.ComponentConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

public final class FractionSizingTest {

    private static FractionConfig config(Object... namesAndValues) {
        Map<String, Object> set = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            set.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return ComponentConfig.of(FractionConfig.class, set);
    }

    private static Sizing size(ClusterScene scene, Object... namesAndValues) {
        return new FractionSizing(config(namesAndValues)).size(scene.view());
    }

    private static ClusterScene hosts(int hosts) {
        return cluster().volunteers(IntStream.rangeClosed(10, 9 + hosts).mapToObj(i -> "h" + i).toArray(String[]::new));
    }

    private static String refused(Object... namesAndValues) {
        return assertThrows(IllegalArgumentException.class, () -> new FractionSizing(config(namesAndValues)))
                .getMessage();
    }

    @Test
    public void takesItsShareOfTheHosts() {
        assertEquals(new Sizing(5, "50 % of 10 hosts (running etcd or willing to) is 5"), size(hosts(10)));
        assertEquals(7, size(hosts(10), "percent", 70).voters());
        assertEquals(9, size(hosts(9), "percent", 100, "ceiling", 9).voters());
    }

    /** Four voters tolerate no more than three, and each write waits for one more. */
    @Test
    public void roundsDownToAnOddNumber() {
        assertEquals(new Sizing(3, "50 % of 8 hosts (running etcd or willing to) is 4; rounded down to an odd number, 3"),
                size(hosts(8)));
        assertEquals("50 % of 9 hosts (running etcd or willing to) is 4; rounded down to an odd number, 3",
                size(hosts(9)).reason());
        for (int hosts = 0; hosts < 40; hosts++) {
            assertEquals(1, size(hosts(hosts), "percent", 37).voters() % 2);
        }
    }

    @Test
    public void staysBetweenFloorAndCeiling() {
        assertEquals(new Sizing(3, "50 % of 1 host (running etcd or willing to) is 0; 3 voters are the floor"),
                size(hosts(1)));
        assertEquals(new Sizing(7, "50 % of 30 hosts (running etcd or willing to) is 15; 7 voters are the ceiling"),
                size(hosts(30)));
        assertEquals("50 % of 30 hosts (running etcd or willing to) is 15; 1 voter is the ceiling",
                size(hosts(30), "floor", 1, "ceiling", 1).reason());
        assertEquals(1, size(cluster(), "floor", 1).voters());
    }

    @Test
    public void countsWhoRunsEtcdOrWouldAndNobodyElse() {
        ClusterScene scene = cluster().voters("h1", "h2", "h3", "h4").byHand("x").volunteers("h5", "h6").clients("c1", "c2")
                .leaving("h4", 1).dead("h6", 3_600).orphan("h3", 3_600).banned("h5");
        assertEquals("100 % of 5 hosts (running etcd or willing to) is 5", size(scene, "percent", 100).reason());
    }

    /** A reboot takes a minute or two; to shrink and grow again for it would be two changes for nothing. */
    @Test
    public void aHostThatIsGoneForAMomentCounts() {
        assertEquals(new Sizing(5, "50 % of 10 hosts (running etcd or willing to; 1 gone for less than 120 s) is 5"),
                size(hosts(10).dead("h12", 119)));
        assertEquals(3, size(hosts(10).dead("h12", 120)).voters());
        assertEquals(3, size(hosts(10).dead("h12", 30), "graceSeconds", 30).voters());
        assertEquals("it has left in order", 3, size(hosts(10).dead("h12", 30).forgotten("h12")).voters());
    }

    @Test
    public void aConfigurationThatMakesNoSenseIsRefused() {
        assertEquals("io.mgmt.sizing.fraction: percent = 0 is no share. Give 1 to 100.", refused("percent", 0));
        assertEquals("io.mgmt.sizing.fraction: percent = 101 is no share. Give 1 to 100.", refused("percent", 101));
        assertEquals("io.mgmt.sizing.fraction: floor = 7 is above ceiling = 5. Lower the one or raise the other.",
                refused("floor", 7, "ceiling", 5));
        assertEquals("io.mgmt.sizing.fraction: floor = 4 is no size: an even one tolerates no more failures than the odd"
                + " one below it. Give 1, 3, 5, 7 or 9 voters.", refused("floor", 4));
        assertEquals("io.mgmt.sizing.fraction: ceiling = 11 is no size. Give 1, 3, 5, 7 or 9 voters.",
                refused("ceiling", 11));
        assertEquals("io.mgmt.sizing.fraction: graceSeconds = -1 is negative. Give 0 or more seconds.",
                refused("graceSeconds", -1));
    }

    @Test
    public void aNewConfigurationCountsAtOnceAndAWrongOneChangesNothing() {
        FractionSizing policy = new FractionSizing(config());
        policy.modified(config("percent", 30));
        assertEquals(3, policy.size(hosts(10).view()).voters());
        assertThrows(IllegalArgumentException.class, () -> policy.modified(config("percent", -30)));
        assertEquals("30 % of 10 hosts (running etcd or willing to) is 3", policy.size(hosts(10).view()).reason());
    }
}
