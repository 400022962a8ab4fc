// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The harness with an agent that is a fake, so that what it should find is known. */
public final class BenchIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path work;
    private Path command;

    @Before
    public void makeTheCommand() throws IOException {
        work = folder.getRoot().toPath().toRealPath().resolve("work");
        command = folder.getRoot().toPath().resolve("mgmt");
        Files.writeString(command,
                "#!/bin/sh\nexec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + FakeAgent.class.getName()
                + " \"$@\"\n");
        assertTrue(command.toFile().setExecutable(true));
    }

    @After
    public void nothingIsLeft() throws Exception {
        assertEquals(Set.of(), left());
    }

    @Test
    public void takesEveryFigureOfAnAgentThatWorks() throws Exception {
        Bench bench = bench();
        bench.warmUp();
        bench.start();
        bench.apply(200, 1, Reach.THOUSAND_FIRST, Reach.THOUSAND_AGAIN, true);
        assertThat(bench.etcdVersion(), containsString("tail"));
        bench.running(1, Reach.MEMORY_ONE, Reach.IDLE_ONE, true);
        assertEquals(List.of("warm start to the first resource", "1,000 files, first",
                "1,000 files, again", "ending with 1,000 files", "… until etcd is gone too",
                "memory with 1 file", "idle processor with 1 file", "repair of an overwritten file",
                "repair of a replaced file", "repair of a deleted file"),
                bench.rows().stream().map(Row::figure).toList());
        for (Row row : bench.rows()) {
            assertTrue(row + printed.toString(StandardCharsets.UTF_8), row.ours().isPresent());
        }
        // A JVM takes some time and memory, and the fake looks every 2 ms.
        assertTrue(figure(bench, "warm start").median() > 20);
        assertTrue(figure(bench, "memory").median() > 5);
        assertTrue(figure(bench, "repair of a deleted").median() > 0.05);
        assertTrue(figure(bench, "repair of a deleted").median() < 1_000);
        assertThat(note(bench, "memory"), containsString("java "));
        assertThat("its child in another session counts", note(bench, "memory"),
                containsString("etcd "));
        assertTrue("gap " + bench.longestGapMillis(), bench.longestGapMillis() > 0.1);
    }

    @Test
    public void takesAFigureOfCfEngineInTheSameRun() throws Exception {
        Path agent = Path.of("/usr/bin/cf-agent");
        assumeTrue("CFEngine is not installed", Files.isExecutable(agent));
        CfEngine peer = new CfEngine(agent, Files.createDirectories(work).resolve("cfengine"));
        assertThat(peer.version(), containsString("CFEngine"));
        for (FileSet.Shape shape : FileSet.Shape.values()) {
            FileSet files = new FileSet(work.resolve("files"), 30, shape, 1);
            files.clear();
            assertTrue(peer.run(files) > 1);
            files.verify();
            assertTrue(peer.run(files.withRound(2)) > 1);
        }
    }

    @Test
    public void doesNotCountARunWithWrongFiles() throws Exception {
        Bench bench = bench("wrong-content");
        bench.warmUp();
        bench.apply(20, 1, Reach.THOUSAND_FIRST, Reach.THOUSAND_AGAIN, true);
        assertFalse(row(bench, "1,000 files, first").ours().isPresent());
        assertEquals("20 of 20 files in " + work.resolve("files-20") + " are wrong",
                note(bench, "1,000 files, first"));
        assertThat(row(bench, "1,000 files, first").markdown(), containsString("| failed | – |"));
    }

    @Test
    public void saysWhatAnAgentSaidThatEndedBeforeItWasDone() throws Exception {
        Files.writeString(command, "#!/bin/sh\necho no etcd here >&2\nexit 2\n");
        MeasureException e = assertThrows(MeasureException.class, () -> bench().warmUp());
        assertThat(e.getMessage(), containsString("the agent ended before"));
        assertThat(e.getMessage(), containsString("no etcd here"));
    }

    @Test
    public void doesNotCountAnExitCodeThatIsNotZero() throws Exception {
        MeasureException e = assertThrows(MeasureException.class, () -> bench("exit-3").warmUp());
        assertThat(e.getMessage(), containsString("exit code 3"));
    }

    @Test
    public void endsWhatAnAgentLeavesBehind() throws Exception {
        FileSet files = FileSet.flat(work.resolve("files"), 3, 1);
        files.clear();
        Mgmt mgmt = new Mgmt(command, work, List.of("deaf"));
        try (Agent agent = mgmt.start(files)) {
            new Probe().millisUntil(files.sentinel(), files.sentinelContent(), agent.started(),
                    Agent.MOST, agent::isAlive);
            assertEquals(2, agent.processes().size());
        }
    }

    /** Otherwise a slow agent would pass for a quick one. */
    @Test
    public void waitsForTheContentAndNotForTheFile() throws Exception {
        Path file = Files.createDirectories(work).resolve("file");
        Files.writeString(file, "other!!");
        MeasureException e =
                assertThrows(MeasureException.class, () -> new Probe().millisUntil(file,
                "content", System.nanoTime(), Duration.ofMillis(50), () -> true));
        assertEquals(file + " was not in state within 0 s", e.getMessage());
    }

    private Bench bench(String... faults) throws IOException {
        Files.createDirectories(work);
        return new Bench(new Mgmt(command, work, List.of(faults)), Optional.empty(), work,
                new Effort(2, 1, 1, 5, Duration.ofMillis(200), Duration.ofSeconds(1)),
                new Machine(),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private static Samples figure(Bench bench, String name) {
        return row(bench, name).ours().orElseThrow();
    }

    private static String note(Bench bench, String name) {
        return row(bench, name).note();
    }

    private static Row row(Bench bench, String name) {
        return bench.rows().stream().filter(row -> row.figure().startsWith(name)).findFirst()
                .orElseThrow();
    }

    /** Processes that have the work directory of this test in their command line. */
    private Set<Long> left() throws IOException, InterruptedException {
        Process nobody = new ProcessBuilder("true").start();
        nobody.waitFor();
        return Processes.of(nobody.toHandle(), work);
    }
}
