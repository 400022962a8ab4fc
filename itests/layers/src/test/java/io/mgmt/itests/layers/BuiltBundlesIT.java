// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.launcher.LauncherConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;

/** The rules of bundles, configurations and features, over what the build made. */
public final class BuiltBundlesIT {

    private final List<BuiltBundle> bundles = BuiltBundle.readAll(Tree.bundles());
    private final List<FeatureList> features =
            FeatureList.readAll(Tree.ROOT.resolve("features/src/main/resources/features"));

    @Test
    public void noArrowIsForbidden() {
        assertEquals("", String.join("\n", Arrows.complaints(bundles)));
        assertTrue("the bundles were not found in " + Tree.bundles(),
                bundles.stream().map(BuiltBundle::symbolicName).toList()
                        .containsAll(List.of(Arrows.API, Arrows.CORE, Arrows.ETCD_CLIENT)));
    }

    /** Else the rule that nobody else contains it would hold for want of it. */
    @Test
    public void grpcIsInsideEtcdClient() {
        List<String> nested = bundles.stream().filter(bundle -> bundle.symbolicName().equals(Arrows.ETCD_CLIENT))
                .flatMap(bundle -> bundle.nestedJars().stream()).toList();
        assertTrue(nested.toString(), nested.stream().anyMatch(jar -> jar.startsWith("grpc-core-")));
    }

    @Test
    public void everyFlagIsAConfigurationThatIsDescribed() {
        Map<String, Set<String>> set = LauncherConfigurations.withEveryFlag();
        List<Metatype> metatypes = new ArrayList<>();
        bundles.stream().filter(BuiltBundle::isOurs)
                .forEach(bundle -> metatypes.addAll(Metatype.readAll(Tree.bundles().resolve(bundle.artifact() + ".jar"))));
        assertEquals("", String.join("\n", Configurations.complaints(set, metatypes)));
        assertTrue("flags were not read: " + set, set.getOrDefault("io.mgmt.engine", Set.of()).contains("file"));
    }

    @Test
    public void featuresNameWhatIsShipped() {
        Set<String> shipped = new TreeSet<>(bundles.stream().map(BuiltBundle::artifact).toList());
        assertEquals("", String.join("\n", FeatureList.complaints(features, shipped)));
    }

    @Test
    public void karafRunsTheSameBundles() throws IOException {
        FeatureList agent = features.stream().filter(feature -> feature.name().equals(FeatureList.AGENT))
                .findFirst().orElseThrow();
        String xml = Files.readString(Tree.ROOT.resolve("features/target/classes/karaf/features.xml"));
        assertEquals("", String.join("\n", KarafFeature.complaints(xml, agent)));
    }
}
