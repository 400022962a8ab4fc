// SPDX-License-Identifier: Apache-2.0
package io.mgmt.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code mvn deploy} would do with a file repository, which it refuses without a network (-o). A
 * snapshot gets the time into its name: Maven would use a copy in {@code ~/.m2} for ever otherwise.
 */
final class LocalDeployment {

    private static final String GROUP = "io.mgmt";
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

    private final Path repository;
    private final String version;
    private final String dated;
    private final String time;

    /** @param now tells this build from earlier ones of the same snapshot */
    LocalDeployment(Path repository, String version, Instant now) {
        this.repository = repository;
        this.version = version;
        String stamp = DateTimeFormatter.ofPattern("yyyyMMdd.HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC).format(now);
        this.time = stamp.replace(".", "");
        this.dated = version.endsWith(SNAPSHOT)
                ? version.substring(0, version.length() - SNAPSHOT.length()) + "-" + stamp + "-1" : version;
    }

    /**
     * One file of a module.
     *
     * @param classifier between name and extension; empty for the main ones
     */
    record Part(String classifier, String extension, Path file) {

        private String name(String artifact, String version) {
            return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + extension;
        }
    }

    /**
     * Puts the pom of a module there and, if it has made one, its jar, in place of older ones.
     *
     * @param folder of the module
     * @param more what the module has made besides
     */
    void add(Path folder, Part... more) throws IOException {
        Path pom = folder.resolve("pom.xml");
        String artifact = artifact(Files.readString(pom));
        Path target = repository.resolve(GROUP.replace('.', '/')).resolve(artifact).resolve(version);
        List<Part> parts = new ArrayList<>(List.of(new Part("", "pom", pom)));
        Path jar = folder.resolve("target").resolve(artifact + "-" + version + ".jar");
        if (Files.exists(jar)) {
            parts.add(new Part("", "jar", jar));
        }
        parts.addAll(List.of(more));
        delete(target);
        Files.createDirectories(target);
        for (Part part : parts) {
            write(target.resolve(part.name(artifact, dated)), Files.readAllBytes(part.file()));
        }
        if (!dated.equals(version)) {
            write(target.resolve("maven-metadata.xml"), metadata(artifact, parts).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** With the checksum beside it that Maven looks for. */
    private static void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), HexFormat.of().formatHex(sha1().digest(content)));
    }

    private static String artifact(String pom) {
        Matcher matcher = ARTIFACT.matcher(PARENT.matcher(pom).replaceFirst(""));
        if (!matcher.find()) {
            throw new IllegalArgumentException("a pom without an <artifactId>: " + pom);
        }
        return matcher.group(1);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private String metadata(String artifact, List<Part> parts) {
        return String.format(Locale.ROOT, """
                <metadata modelVersion="1.1.0">
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <versioning>
                    <lastUpdated>%s</lastUpdated>
                    <snapshotVersions>
                %s    </snapshotVersions>
                  </versioning>
                </metadata>
                """, GROUP, artifact, version, time,
                        parts.stream().map(this::snapshotVersion).collect(Collectors.joining()));
    }

    private String snapshotVersion(Part part) {
        return String.format(Locale.ROOT, """
                      <snapshotVersion>
                %s        <extension>%s</extension>
                        <value>%s</value>
                        <updated>%s</updated>
                      </snapshotVersion>
                """, part.classifier().isEmpty() ? ""
                        : "        <classifier>" + part.classifier() + "</classifier>\n",
                        part.extension(), dated, time);
    }

    private static void delete(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(top)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
