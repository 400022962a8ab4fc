// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A {@code .feature} file: artifacts that run together, in the order in which they are started, or lie ready to. */
record FeatureList(String name, List<String> artifacts) {

    /** What runs. */
    static final String AGENT = "agent";
    /** What ships besides, and is started by nobody. */
    static final String POLICIES = "policies";

    FeatureList {
        artifacts = List.copyOf(artifacts);
    }

    static List<FeatureList> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".feature")).sorted().map(FeatureList::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureList read(Path file) {
        try {
            return new FeatureList(file.getFileName().toString().replaceAll("\\.feature$", ""),
                    parse(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> parse(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("#.*", "").strip()).filter(line -> !line.isEmpty()).toList();
    }

    /** What is wrong, one line for each. */
    static List<String> complaints(List<FeatureList> features, Set<String> shipped) {
        List<String> complaints = new ArrayList<>();
        for (FeatureList feature : features) {
            Set<String> seen = new HashSet<>();
            for (String artifact : feature.artifacts()) {
                if (!seen.add(artifact)) {
                    complaints.add(feature.name() + ".feature names " + artifact + " twice");
                }
                if (!shipped.contains(artifact)) {
                    complaints.add(feature.name() + ".feature names " + artifact
                            + ", which is not shipped; add it to features/pom.xml");
                }
            }
        }
        Set<String> agent = artifacts(features, AGENT);
        Set<String> policies = artifacts(features, POLICIES);
        shipped.stream().filter(artifact -> agent.contains(artifact) == policies.contains(artifact)).sorted()
                .forEach(artifact -> complaints.add(artifact + " is shipped, and " + (agent.contains(artifact)
                        ? "both agent.feature and policies.feature name it"
                        : "neither agent.feature nor policies.feature names it")));
        return complaints;
    }

    private static Set<String> artifacts(List<FeatureList> features, String name) {
        Set<String> artifacts = new HashSet<>();
        features.stream().filter(feature -> feature.name().equals(name))
                .forEach(feature -> artifacts.addAll(feature.artifacts()));
        return artifacts;
    }
}
