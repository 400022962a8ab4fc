// SPDX-License-Identifier: Apache-2.0
package io.mgmt.features;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class FeatureDocumentTest {

    private static final List<String> RESOLVED = List.of("", "The following files have been resolved:",
            "   org.a:a:jar:1.2:compile -- module org.a", "   org.b:b.c:jar:0.1.0-SNAPSHOT:runtime",
            "   org.d:d:jar:3:test");

    @Test
    public void namesEachBundleWithGroupAndVersionInTheOrderOfTheList() throws IOException {
        Map<String, Object> document = JSON.std.mapFrom(FeatureDocument.of("agent",
                List.of("# Why.", "b.c # because", "", "a"), RESOLVED, "0.1.0", "What it is."));
        assertEquals("1.0", document.get("feature-resource-version"));
        assertEquals("io.mgmt:io.mgmt.features:osgifeature:agent:0.1.0", document.get("id"));
        assertEquals(List.of(Map.of("id", "org.b:b.c:0.1.0-SNAPSHOT"), Map.of("id", "org.a:a:1.2")),
                document.get("bundles"));
    }

    @Test
    public void saysWhereABundleIsMissing() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> FeatureDocument.of("agent", List.of("d"), RESOLVED, "0.1.0", "What it is."));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(
                "agent.feature names d, which is no dependency of features/pom.xml"));
    }
}
