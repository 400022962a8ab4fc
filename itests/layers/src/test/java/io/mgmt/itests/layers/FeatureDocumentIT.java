// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.Test;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/** Others read our list of bundles with an implementation of the OSGi Feature Service; so does this. */
public final class FeatureDocumentIT {

    private static final Path DOCUMENT = Tree.ROOT.resolve("features/target/classes/features/agent.json");

    @Test
    public void aReaderOfOthersFindsTheBundlesOfTheAgentInTheirOrder() throws IOException {
        Feature feature = read();
        FeatureList agent = FeatureList.readAll(Tree.ROOT.resolve("features/src/main/resources/features")).stream()
                .filter(list -> list.name().equals(FeatureList.AGENT)).findFirst().orElseThrow();
        List<ID> ids = feature.getBundles().stream().map(FeatureBundle::getID).toList();
        assertEquals(agent.artifacts(), ids.stream().map(ID::getArtifactId).toList());
        assertEquals("osgifeature", feature.getID().getType().orElseThrow());
        assertEquals("agent", feature.getID().getClassifier().orElseThrow());
        for (ID id : ids) {
            assertTrue(id.toString(), !id.getArtifactId().startsWith("io.mgmt.")
                    || id.getGroupId().equals("io.mgmt") && id.getVersion().equals(feature.getID().getVersion()));
        }
    }

    private static Feature read() throws IOException {
        FeatureService reader = ServiceLoader.load(FeatureService.class).findFirst().orElseThrow();
        try (Reader document = Files.newBufferedReader(DOCUMENT)) {
            return reader.readFeature(document);
        }
    }
}
