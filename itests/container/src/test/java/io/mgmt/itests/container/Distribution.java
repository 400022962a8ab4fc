// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import io.mgmt.etcd.server.EtcdBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The list of bundles that ships, the jars that it names, and an etcd. Used outside the container
 * alone: inside, a test class cannot even mention what no bundle exports.
 */
final class Distribution {

    /** Failsafe names the folder of this module in the property {@code basedir}. */
    static final Path MODULE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();

    private static final Path FEATURES = MODULE.resolve("../../features").normalize();

    /** What Karaf is told to install. */
    static final Path KARAF_FEATURES = FEATURES.resolve("target/classes/karaf/features.xml");

    /** What is installed, and all that it needs. */
    static final Path KARAF_REPOSITORY = FEATURES.resolve("target/karaf");

    private Distribution() {
    }

    /** The artifacts of {@code agent.feature}, in the order in which they are started. */
    static List<String> artifacts() throws IOException {
        return artifacts("agent");
    }

    /** Those of {@code policies.feature}, which nobody starts. */
    static List<String> policies() throws IOException {
        return artifacts("policies");
    }

    private static List<String> artifacts(String feature) throws IOException {
        return Files.readAllLines(FEATURES.resolve("src/main/resources/features/" + feature + ".feature")).stream()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Where Felix reads a bundle from, without a copy and without a repository. */
    static String location(String artifact) {
        return "reference:" + jar(artifact).toUri();
    }

    static Path jar(String artifact) {
        return FEATURES.resolve("target/bundles").resolve(artifact + ".jar");
    }

    /** The executable to run: any that is there or can be had, or the first of {@code -Detcd.versions=}. */
    static Path etcd() throws IOException, InterruptedException {
        String versions = System.getProperty("etcd.versions", "");
        EtcdBinaries binaries = EtcdBinaries.of("", "");
        return (versions.isEmpty() ? binaries.get(System.out::println)
                : binaries.version(versions.split(",")[0], System.out::println)).path();
    }
}
