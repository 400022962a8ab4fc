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

/** A {@code .feature} file: the artifacts that run together, in the order in which they are started. */
record FeatureList(String name, List<String> artifacts) {

    /** Names every bundle that ships. */
    static final String AGENT = "agent";

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
        Set<String> agent = new HashSet<>();
        features.stream().filter(feature -> feature.name().equals(AGENT))
                .forEach(feature -> agent.addAll(feature.artifacts()));
        shipped.stream().filter(artifact -> !agent.contains(artifact)).sorted()
                .forEach(artifact -> complaints.add(artifact + " is shipped, and agent.feature does not name it"));
        return complaints;
    }
}
