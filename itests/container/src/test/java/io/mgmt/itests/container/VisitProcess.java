// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import io.mgmt.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A {@link Visit} in a JVM of its own, with one framework and little else on its class path. */
final class VisitProcess {

    static final Path FELIX = classPath().stream().filter(jar -> jar.toString().contains("org.apache.felix.framework"))
            .findFirst().orElseThrow();
    /** Fetched by the build. */
    static final Path EQUINOX = Path.of(System.getProperty("equinox"));

    /** What the program itself uses; nothing of the bundles, which could come from here then. */
    private static final List<String> USED =
            List.of("test-classes", "io.mgmt.testkit", "testkit/target/classes", "awaitility", "hamcrest", "junit-4", "slf4j-");
    private static final long MOST_SECONDS = 180;

    private VisitProcess() {
    }

    /**
     * Runs it to its end.
     *
     * @param framework the jar of the framework
     * @param work gets all that it writes
     * @param plugins locations of bundles to be installed while it works, with spaces between
     * @return what it has printed
     * @throws AssertionError with that, if it failed
     */
    static String run(Path framework, Path work, String plugins) throws IOException, InterruptedException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", framework + File.pathSeparator + classPath().stream()
                        .filter(entry -> USED.stream().anyMatch(entry.toString()::contains)).map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                Visit.class.getName(), given(work, plugins).toString());
        Path printed = work.resolve("printed");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        try {
            boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            String all = Files.readString(printed);
            if (!ended || process.exitValue() != 0 || !all.contains("\ndone\n")) {
                throw new AssertionError((ended ? "failed: " : "not done in " + MOST_SECONDS + " s: ") + all);
            }
            return all;
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static Path given(Path work, String plugins) throws IOException, InterruptedException {
        List<Integer> ports = Ports.free(2);
        Map<Boolean, String> locations = Distribution.artifacts().stream().collect(Collectors.partitioningBy(
                artifact -> artifact.startsWith("org.osgi.") || artifact.startsWith("org.apache.felix."),
                Collectors.mapping(Distribution::location, Collectors.joining(" "))));
        Properties given = new Properties();
        given.putAll(Map.of("work", work.toString(), "etcd", Distribution.etcd().toString(),
                "client", "http://127.0.0.1:" + ports.get(0), "peer", "http://127.0.0.1:" + ports.get(1),
                "owner", locations.get(true), "guest", locations.get(false), "plugins", plugins,
                "graph", graph(work, !plugins.isEmpty()).toString()));
        Path file = work.resolve("given.properties");
        try (var out = Files.newBufferedWriter(file)) {
            given.store(out, null);
        }
        return file;
    }

    private static Path graph(Path work, boolean hasLine) throws IOException {
        String line = """
                  line:
                  - name: db
                    path: %s
                    line: 10.0.0.7 db
                """.formatted(work.resolve("hosts"));
        return Files.writeString(work.resolve("graph.yaml"), """
                graph: guest
                resources:
                  file:
                  - name: made
                    path: %s
                    content: by a guest
                """.formatted(work.resolve("made")) + (hasLine ? line : ""));
    }

    private static List<Path> classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ArrayList<>(Arrays.stream(all.split(File.pathSeparator)).map(Path::of).toList());
    }
}
