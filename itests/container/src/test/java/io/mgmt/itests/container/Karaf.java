// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static io.mgmt.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A Karaf of its own process, driven through its console. It listens on no port and needs no network. */
final class Karaf implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    /** Unpacked by the build. */
    private static final Path HOME = Path.of(System.getProperty("karaf.home"));

    private final Path directory;
    private final Path printed;
    private Process process;
    private PrintStream console;
    private int commands;

    /** @param directory gets its configuration, data and log */
    Karaf(Path directory) throws IOException {
        this.directory = directory;
        this.printed = directory.resolve("printed");
        Path etc = Files.createDirectories(directory.resolve("etc"));
        try (Stream<Path> files = Files.list(HOME.resolve("etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, etc.resolve(file.getFileName()));
            }
        }
        // Its start script wants these to be there.
        Files.createDirectories(directory.resolve("data"));
        Files.createDirectories(directory.resolve("log"));
        Path features = etc.resolve("org.apache.karaf.features.cfg");
        Files.writeString(features, Files.readString(features).replaceAll("(?m)^ *ssh/.*\\R", ""));
        // A port on which anybody could ask it to stop.
        Files.writeString(etc.resolve("custom.properties"), "karaf.shutdown.port=-1\n");
        configure("org.ops4j.pax.url.mvn", Map.of(
                "org.ops4j.pax.url.mvn.defaultRepositories",
                "${karaf.home.uri}${karaf.default.repository}@id=system@snapshots,"
                        + Distribution.KARAF_REPOSITORY.toUri() + "@id=mgmt@snapshots",
                "org.ops4j.pax.url.mvn.repositories", "",
                "org.ops4j.pax.url.mvn.useFallbackRepositories", "false",
                "org.ops4j.pax.url.mvn.settings",
                Files.writeString(directory.resolve("settings.xml"), "<settings/>").toString(),
                "org.ops4j.pax.url.mvn.localRepository", directory.resolve("m2").toString()));
    }

    /** Writes {@code etc/PID.cfg}, as a person would. */
    void configure(String pid, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        try (var out = Files.newBufferedWriter(directory.resolve("etc").resolve(pid + ".cfg"))) {
            properties.store(out, null);
        }
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/karaf").toString());
        builder.redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home"),
                "KARAF_ETC", directory.resolve("etc").toString(), "KARAF_DATA", directory.resolve("data").toString(),
                "KARAF_LOG", directory.resolve("log").toString(), "KARAF_EXEC", "exec", "JAVA_MAX_MEM", "256m"));
        process = builder.start();
        console = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        // The console is there before all its commands are.
        eventually(START, "Karaf has installed itself", () -> log().contains("| Done."));
    }

    /** Types a line, and returns what was printed until the next one can be typed. */
    String run(String line) {
        int before = printed().length();
        // Joined by the shell, so that the echo of the line does not look like its end.
        String end = "end-of-" + ++commands;
        console.println(line);
        console.println("echo \"end-of\"-" + commands);
        eventually(START, "the end of \"" + line + "\"", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Karaf has ended: " + printed());
            }
            return printed().substring(before).contains(end);
        });
        String answer = printed().substring(before);
        if (answer.contains("Command not found") || answer.contains("Error executing command")) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    /** All that its console has shown. */
    String printed() {
        return read(printed);
    }

    String log() {
        return read(directory.resolve("log/karaf.log"));
    }

    /** The bundles, with their state and version, as Karaf lists them. */
    List<String> bundles() {
        return run("bundle:list -t 0 -s --no-format").lines().map(String::strip)
                .filter(line -> line.matches("\\d+\\s.*")).toList();
    }

    /** All Java threads by name. */
    String threads() throws IOException {
        Process dump = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                Long.toString(process.pid())).redirectErrorStream(true).start();
        return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
