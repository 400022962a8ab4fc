// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public final class KarafFeatureTest {

    private static final FeatureList AGENT =
            new FeatureList("agent", List.of("org.apache.felix.scr", "io.mgmt.api", "snakeyaml"));

    @Test
    public void allowsTheSameBundlesInTheSameOrder() {
        assertEquals(List.of(), KarafFeature.complaints(
                "<bundle>mvn:io.mgmt/io.mgmt.api/1</bundle> <bundle>mvn:org.yaml/snakeyaml/2.7</bundle>", AGENT));
    }

    @Test
    public void findsABundleThatIsMissingOrOutOfOrder() {
        assertEquals(List.of("features.xml lists [io.mgmt.api] and agent.feature [io.mgmt.api, snakeyaml]:"
                        + " both start the same bundles in the same order"),
                KarafFeature.complaints("<bundle>mvn:io.mgmt/io.mgmt.api/1</bundle>", AGENT));
        assertEquals(1, KarafFeature.complaints(
                "<bundle>mvn:org.yaml/snakeyaml/2.7</bundle><bundle>mvn:io.mgmt/io.mgmt.api/1</bundle>", AGENT).size());
    }

    @Test
    public void findsAVersionThatWasNotFilledIn() {
        assertEquals(List.of("features.xml has a property that the root pom does not know: ${yaml.version}"),
                KarafFeature.complaints("<bundle>mvn:io.mgmt/io.mgmt.api/1</bundle>"
                        + "<bundle>mvn:org.yaml/snakeyaml/${yaml.version}</bundle>", AGENT));
    }
}
