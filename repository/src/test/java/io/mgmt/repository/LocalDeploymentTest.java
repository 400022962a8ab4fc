// SPDX-License-Identifier: Apache-2.0
package io.mgmt.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class LocalDeploymentTest {

    private static final Instant NOW = Instant.parse("2026-11-29T15:33:44Z");
    private static final String POM = """
            <project>
              <parent><artifactId>io.mgmt.parent</artifactId></parent>
              <artifactId>io.mgmt.part</artifactId>
            </project>
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aSnapshotIsNamedByItsTime() throws IOException {
        deploy("1.0-SNAPSHOT", NOW);
        assertEquals(List.of("io.mgmt.part-1.0-20261129.153344-1.jar", "io.mgmt.part-1.0-20261129.153344-1.jar.sha1",
                "io.mgmt.part-1.0-20261129.153344-1.pom", "io.mgmt.part-1.0-20261129.153344-1.pom.sha1",
                "maven-metadata.xml", "maven-metadata.xml.sha1"), files("1.0-SNAPSHOT"));
        String metadata = Files.readString(place("1.0-SNAPSHOT").resolve("maven-metadata.xml"));
        assertTrue(metadata, metadata.contains("<value>1.0-20261129.153344-1</value>"));
        assertTrue(metadata, metadata.contains("<lastUpdated>20261129153344</lastUpdated>"));
    }

    /** They would be as many as there were builds. */
    @Test
    public void earlierBuildsGo() throws IOException {
        deploy("1.0-SNAPSHOT", NOW.minusSeconds(60));
        deploy("1.0-SNAPSHOT", NOW);
        assertEquals(6, files("1.0-SNAPSHOT").size());
    }

    @Test
    public void aReleaseIsNamedByItsVersion() throws IOException {
        deploy("1.0", NOW);
        assertEquals(List.of("io.mgmt.part-1.0.jar", "io.mgmt.part-1.0.jar.sha1", "io.mgmt.part-1.0.pom",
                "io.mgmt.part-1.0.pom.sha1"), files("1.0"));
    }

    @Test
    public void whatAModuleHasMadeBesidesIsNamedInTheMetadata() throws IOException {
        Path module = Files.createDirectories(folder.getRoot().toPath().resolve("part"));
        Files.writeString(module.resolve("pom.xml"), POM);
        Path list = Files.writeString(module.resolve("list"), "[]");
        new LocalDeployment(folder.getRoot().toPath().resolve("r"), "1.0-SNAPSHOT", NOW)
                .add(module, new LocalDeployment.Part("agent", "osgifeature", list));
        assertTrue(files("1.0-SNAPSHOT").contains("io.mgmt.part-1.0-20261129.153344-1-agent.osgifeature"));
        String metadata = Files.readString(place("1.0-SNAPSHOT").resolve("maven-metadata.xml"));
        assertTrue(metadata, metadata.contains("<classifier>agent</classifier>\n        <extension>osgifeature<"));
    }

    @Test
    public void aPomWithoutANameIsRefused() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("pom.xml"), "<project/>");
        LocalDeployment deployment = new LocalDeployment(folder.getRoot().toPath().resolve("r"), "1.0", NOW);
        assertThrows(IllegalArgumentException.class, () -> deployment.add(folder.getRoot().toPath()));
    }

    private void deploy(String version, Instant now) throws IOException {
        Path module = Files.createDirectories(folder.getRoot().toPath().resolve("part"));
        Files.writeString(module.resolve("pom.xml"), POM);
        Files.createDirectories(module.resolve("target"));
        Files.writeString(module.resolve("target/io.mgmt.part-" + version + ".jar"), "jar");
        new LocalDeployment(folder.getRoot().toPath().resolve("r"), version, now).add(module);
    }

    private Path place(String version) {
        return folder.getRoot().toPath().resolve("r/io/mgmt/io.mgmt.part").resolve(version);
    }

    private List<String> files(String version) throws IOException {
        try (Stream<Path> files = Files.list(place(version))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
