// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The features.xml for Karaf must list what {@code agent.feature} lists, but for what Karaf brings itself. */
final class KarafFeature {

    private static final Pattern BUNDLE = Pattern.compile("<bundle>mvn:([^/]+)/([^/]+)/([^<]+)</bundle>");

    private KarafFeature() {
    }

    /** What is wrong, one line for each. */
    static List<String> complaints(String xml, FeatureList agent) {
        List<String> complaints = new ArrayList<>();
        List<String> bundles = new ArrayList<>();
        for (Matcher bundle = BUNDLE.matcher(xml); bundle.find();) {
            bundles.add(bundle.group(2));
        }
        List<String> wanted = agent.artifacts().stream().filter(artifact -> !comesWithKaraf(artifact)).toList();
        if (!bundles.equals(wanted)) {
            complaints.add("features.xml lists " + bundles + " and agent.feature " + wanted
                    + ": both start the same bundles in the same order");
        }
        if (xml.contains("${")) {
            complaints.add("features.xml has a property that the root pom does not know: "
                    + xml.substring(xml.indexOf("${"), xml.indexOf('}', xml.indexOf("${")) + 1));
        }
        return complaints;
    }

    private static boolean comesWithKaraf(String artifact) {
        return artifact.startsWith("org.osgi.") || artifact.startsWith("org.apache.felix.");
    }
}
