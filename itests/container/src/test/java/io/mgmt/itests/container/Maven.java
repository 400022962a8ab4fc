// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Maven that runs this build, for somebody else's project: with a local repository of its own, which
 * it fills from the one of this build and from {@code target/repository} alone. It needs no network, and
 * can only find what a new clone has, too.
 */
final class Maven {

    private static final long MOST_SECONDS = 300;

    private final Path directory;

    /** @param directory gets its settings, its local repository and what it prints */
    Maven(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        Files.writeString(directory.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror><id>outer</id><mirrorOf>*,!mgmt</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(directory.resolve("m2"), Path.of(System.getProperty("maven.repository")).toUri()));
    }

    /**
     * Runs the goals, without a network.
     *
     * @throws AssertionError with what it has printed, if it fails
     */
    void run(Path project, String... goals) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B", "-o", "-Daether.offline.protocols=file", "-s", directory.resolve("settings.xml").toString()));
        command.addAll(List.of(goals));
        Path printed = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        // Where the outer one runs, and with how much memory, is not for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"),
                "MAVEN_OPTS", "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        Process process = builder.start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + "\n"
                        + new String(Files.readAllBytes(printed), StandardCharsets.UTF_8));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
