// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The bundles of {@code examples/plugin-*}: each is built as a stranger would build it, tests included, and
 * dropped into a running container.
 */
public final class ExamplesIT {

    private static final Path CLONE = Distribution.MODULE.resolve("../..").normalize();
    private static final List<String> EXAMPLES = List.of("plugin-policy", "plugin-resource");
    private static final int MOST_LINES = 80;

    /** A clone with the examples and the repository, and nothing else of ours. */
    @ClassRule
    public static final TemporaryFolder STRANGER = new TemporaryFolder();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void build() throws IOException, InterruptedException {
        Path stranger = STRANGER.getRoot().toPath();
        Files.createDirectories(stranger.resolve("target"));
        Files.createSymbolicLink(stranger.resolve("target/repository"), CLONE.resolve("target/repository"));
        Maven maven = new Maven(stranger.resolve("maven"));
        for (String example : EXAMPLES) {
            copy(CLONE.resolve("examples").resolve(example), stranger.resolve("examples").resolve(example));
            maven.run(stranger, "-f", "examples/" + example, "verify");
        }
    }

    @After
    public void endEtcd() {
        Processes.end(folder.getRoot().toPath());
    }

    @Test
    public void areBuiltAndTested() throws IOException {
        for (String example : EXAMPLES) {
            List<String> reports = below(STRANGER.getRoot().toPath().resolve("examples").resolve(example), ".txt");
            assertTrue(example + " has no test of a contract: " + reports,
                    reports.stream().anyMatch(report -> report.endsWith("ContractTest.txt")));
            assertEquals(example, 1, jars(example).size());
        }
    }

    @Test
    public void areShort() throws IOException {
        for (String example : EXAMPLES) {
            long lines = 0;
            for (String file : below(CLONE.resolve("examples").resolve(example).resolve("src/main/java"), ".java")) {
                lines += Files.readAllLines(Path.of(file)).size();
            }
            assertTrue(example + " has " + lines + " lines", lines > 0 && lines <= MOST_LINES);
        }
    }

    /** The kind makes its vertex converge and the policy decides, each for as long as it is installed. */
    @Test
    public void workInFelixAsSoonAsTheyAreInstalled() throws IOException, InterruptedException {
        work(VisitProcess.FELIX);
    }

    @Test
    public void workInEquinoxAsSoonAsTheyAreInstalled() throws IOException, InterruptedException {
        work(VisitProcess.EQUINOX);
    }

    private void work(Path framework) throws IOException, InterruptedException {
        List<String> locations = new ArrayList<>();
        for (String example : EXAMPLES) {
            locations.addAll(jars(example).stream().map(jar -> "reference:" + Path.of(jar).toUri()).toList());
        }
        String printed = VisitProcess.run(framework, folder.getRoot().toPath(), String.join(" ", locations));
        assertTrue(printed, printed.contains("\nplugged\n"));
    }

    private static List<String> jars(String example) throws IOException {
        return below(STRANGER.getRoot().toPath().resolve("examples").resolve(example).resolve("target"), ".jar");
    }

    private static List<String> below(Path top, String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.map(Path::toString).filter(path -> path.endsWith(ending)).sorted().collect(Collectors.toList());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(path -> Files.isRegularFile(path)
                    && !from.relativize(path).startsWith("target")).toList()) {
                Path copy = to.resolve(from.relativize(path));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }
}
