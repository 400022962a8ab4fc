// SPDX-License-Identifier: Apache-2.0
package io.mgmt.features;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a {@code .feature} list as a document of the OSGi Feature Service (Compendium, chapter 159),
 * for containers and tools that read those. Versions come from the build, so that they stand nowhere twice.
 */
public final class FeatureDocument {

    /** A line of {@code mvn dependency:list}: group, artifact, type, version, scope. */
    private static final Pattern RESOLVED =
            Pattern.compile("^\\s+([^:\\s]+):([^:\\s]+):jar:([^:\\s]+):(?:compile|runtime)\\b.*$");
    private static final String GROUP_AND_ARTIFACT = "io.mgmt:io.mgmt.features";

    private FeatureDocument() {
    }

    /**
     * Reads, and writes.
     *
     * @param args the {@code .feature} file, what {@code dependency:list} has printed, our version, a
     *     description, and the file to write
     */
    public static void main(String[] args) throws IOException {
        Path feature = Path.of(args[0]);
        Path document = Path.of(args[4]);
        Files.createDirectories(document.getParent());
        Files.writeString(document, of(feature.getFileName().toString().replaceAll("\\.feature$", ""),
                Files.readAllLines(feature), Files.readAllLines(Path.of(args[1])), args[2], args[3]) + "\n");
    }

    /**
     * The document.
     *
     * @param name of the feature, such as {@code agent}
     * @param feature the lines of its list: artifacts, in the order of their start, and comments
     * @param resolved the lines of {@code mvn dependency:list}
     * @throws IllegalArgumentException if the list names what is no dependency
     */
    static String of(String name, List<String> feature, List<String> resolved, String version, String description)
            throws IOException {
        Map<String, String> ids = ids(resolved);
        List<Map<String, String>> bundles = new ArrayList<>();
        for (String line : feature) {
            String artifact = line.replaceAll("#.*", "").strip();
            if (!artifact.isEmpty()) {
                String id = ids.get(artifact);
                if (id == null) {
                    throw new IllegalArgumentException(name + ".feature names " + artifact
                            + ", which is no dependency of features/pom.xml; add it there. Known: " + ids.keySet());
                }
                bundles.add(Map.of("id", id));
            }
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feature-resource-version", "1.0");
        document.put("id", GROUP_AND_ARTIFACT + ":osgifeature:" + name + ":" + version);
        document.put("name", "mgmt " + name);
        document.put("description", description);
        document.put("license", "Apache-2.0");
        document.put("bundles", bundles);
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(document);
    }

    private static Map<String, String> ids(List<String> resolved) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String line : resolved) {
            Matcher matcher = RESOLVED.matcher(line);
            if (matcher.matches()) {
                ids.put(matcher.group(2), matcher.group(1) + ":" + matcher.group(2) + ":" + matcher.group(3));
            }
        }
        return ids;
    }
}
