// SPDX-License-Identifier: Apache-2.0
package io.mgmt.testkit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.Health;
import io.mgmt.cluster.Matching;
import io.mgmt.cluster.ViewedHost;
import io.mgmt.cluster.ViewedMember;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.Test;

public final class RandomViewsTest {

    private static final int VIEWS = 2_000;

    @Test
    public void theSameSeedGivesTheSameViews() {
        assertEquals(RandomViews.of(4711).next(100), RandomViews.of(4711).next(100));
        assertNotEquals(RandomViews.of(4711).next(100), RandomViews.of(4712).next(100));
        assertEquals(4711, RandomViews.of(4711).seed());
    }

    /** What a contract is to have asked about, whatever the seed. */
    @Test
    public void everySortOfHostIsMet() {
        TreeSet<String> met = new TreeSet<>();
        for (ClusterView view : RandomViews.seeded().next(VIEWS)) {
            Matching matching = Matching.of(view);
            met.add(view.hosts().isEmpty() ? "no host" : "hosts");
            for (ViewedMember member : view.members()) {
                met.add(matching.host(member).isPresent() ? member.learner() ? "learner" : "voter" : "by hand");
                matching.host(member).ifPresent(host -> met.add(
                        Health.of(member.reading().answers(), host.session().alive()).name()));
            }
            for (ViewedHost host : view.hosts()) {
                met.add(host.standing().zone().isEmpty() ? "no zone" : "zone");
                met.add(host.standing().labels().isEmpty() ? "no label" : "label");
                host.leaving().ifPresent(since -> met.add("leaving"));
                host.standing().banned().ifPresent(reason -> met.add("banned"));
                met.add(host.offer().volunteer() ? "volunteer" : "none");
                met.add(host.standing().failures() > 0 ? "failed" : "did well");
            }
        }
        assertEquals(new TreeSet<>(List.of("no host", "hosts", "learner", "voter", "by hand", "HEALTHY", "ORPHAN",
                "DOWN", "DEAD", "no zone", "zone", "no label", "label", "leaving", "banned", "volunteer", "none",
                "failed", "did well")), met);
    }

    @Test
    public void aCrowdIsAsLargeAsItIsAskedFor() {
        ClusterView crowd = RandomViews.of(1).crowd(10_000);
        assertTrue(crowd.hosts().size() > 9_990);
        assertTrue(crowd.members().size() >= 9);
    }

    /** The configuration of the test below. */
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Config {
        int voters() default 3;

        String[] labels() default {};
    }

    @Test
    public void aConfigurationHasItsDefaultsAndWhatIsSet() {
        Config config = ComponentConfig.of(Config.class, Map.of("labels", new String[] {"a=b"}));
        assertEquals(3, config.voters());
        assertEquals("a=b", config.labels()[0]);
        assertEquals("Config has no voter; it has [labels, voters]", assertThrows(IllegalArgumentException.class,
                () -> ComponentConfig.of(Config.class, Map.of("voter", 1))).getMessage());
    }
}
