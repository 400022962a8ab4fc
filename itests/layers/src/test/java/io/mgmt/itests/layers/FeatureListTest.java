// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.Test;

public final class FeatureListTest {

    @Test
    public void readsOneNameALineWithoutComments() {
        assertEquals(List.of("a", "b.c"), FeatureList.parse(List.of("# Why.", "", "a", "  b.c # because")));
    }

    @Test
    public void allowsListsOfWhatIsShipped() {
        assertEquals(List.of(), FeatureList.complaints(
                List.of(new FeatureList("agent", List.of("a", "b")), new FeatureList("offline", List.of("b"))),
                Set.of("a", "b")));
    }

    @Test
    public void missesWhatIsNamedAndNotShipped() {
        assertEquals(List.of("offline.feature names c, which is not shipped; add it to features/pom.xml"),
                FeatureList.complaints(
                        List.of(new FeatureList("agent", List.of("a")), new FeatureList("offline", List.of("c"))),
                        Set.of("a")));
    }

    /** Started, or lying ready: it must be said which. */
    @Test
    public void allowsWhatLiesReadyAndIsNotStarted() {
        List<FeatureList> features = List.of(new FeatureList("agent", List.of("a")),
                new FeatureList("policies", List.of("b")));
        assertEquals(List.of(), FeatureList.complaints(features, Set.of("a", "b")));
        assertEquals(List.of("a is shipped, and both agent.feature and policies.feature name it"),
                FeatureList.complaints(List.of(new FeatureList("agent", List.of("a")),
                        new FeatureList("policies", List.of("a"))), Set.of("a")));
    }

    @Test
    public void missesWhatIsShippedAndNotNamedByTheAgent() {
        assertEquals(List.of("b is shipped, and neither agent.feature nor policies.feature names it"),
                FeatureList.complaints(
                        List.of(new FeatureList("agent", List.of("a")), new FeatureList("offline", List.of("b"))),
                        Set.of("a", "b")));
    }

    @Test
    public void findsWhatIsNamedTwice() {
        assertEquals(List.of("agent.feature names a twice"),
                FeatureList.complaints(List.of(new FeatureList("agent", List.of("a", "a"))), Set.of("a")));
    }
}
