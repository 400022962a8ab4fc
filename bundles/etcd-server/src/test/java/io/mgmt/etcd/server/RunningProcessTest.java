// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** With shells that carry the arguments of an etcd. */
public class RunningProcessTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> started = new ArrayList<>();

    @After
    public void endProcesses() {
        started.forEach(Process::destroyForcibly);
        started.forEach(process -> process.onExit().join());
    }

    private Process run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).start();
        started.add(process);
        return process;
    }

    /** A shell that waits for its standard input, with these arguments after its own. */
    private Process shell(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "read x", "sh"));
        command.addAll(List.of(arguments));
        return run(directory, command.toArray(String[]::new));
    }

    private static Optional<Long> on(Path data) {
        return RunningProcess.onDataDirectory(data).map(found -> found.handle().pid());
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(folder.getRoot().toPath().resolve(name));
    }

    @Test
    public void findsWhoeverRunsOnADataDirectory() throws IOException {
        Path data = directory("h1/etcd/data");
        assertEquals(Optional.empty(), on(data));
        Process etcd = shell(Path.of("/"), "--listen-client-urls=http://127.0.0.1:1",
                "--data-dir=" + data);
        assertEquals(Optional.of(etcd.pid()), on(data));
        assertEquals(Optional.empty(), on(data.getParent()));
        assertEquals(Optional.empty(), on(directory("h1/etcd/data2")));
    }

    @Test
    public void findsItUnderEachSpellingOfTheDirectory() throws IOException {
        Path data = directory("h1/etcd/data");
        Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("link"), data);
        Process byLink = shell(Path.of("/"), "--data-dir", link.toString(), "--listen-client-urls=x");
        assertEquals(Optional.of(byLink.pid()), on(data));
        byLink.destroyForcibly().onExit().join();
        Process relative = shell(data.getParent(), "-data-dir=data", "-listen-client-urls=x");
        assertEquals(Optional.of(relative.pid()), on(data));
    }

    /** etcdutl takes the same flag, and must neither be adopted nor ended. */
    @Test
    public void passesOverAToolThatDoesNotListen() throws IOException {
        Path data = directory("data");
        shell(Path.of("/"), "--data-dir=" + data);
        assertEquals(Optional.empty(), on(data));
    }

    /** strace, sudo and their like show the arguments of what they run. */
    @Test
    public void findsTheProcessItselfAndNotTheOneThatRunsIt() throws IOException {
        Path data = directory("data");
        String[] flags = {"--data-dir=" + data, "--listen-client-urls=x"};
        run(Path.of("/"), "sh", "-c", "sh -c 'read x' sh \"$@\"; true", "sh", flags[0], flags[1]);
        Scene.eventually("the inner one", () -> ProcessHandle.allProcesses()
                .filter(handle -> RunningProcess.arguments(handle).contains(flags[0])).count() == 2);
        ProcessHandle inner = started.get(0).toHandle().children().findFirst().orElseThrow();
        assertEquals(Optional.of(inner.pid()), on(data));
        inner.destroyForcibly();
    }

    /** Where nobody waits for the orphans, as in many containers, they stay visible for ever. */
    @Test
    public void takesAProcessForDeadThatNobodyWaitedFor() throws IOException {
        // By the time the child ends, its parent is a program that waits for no child.
        Process parent = run(Path.of("/"), "sh", "-c", "sleep 1 & echo $!; exec sleep 600");
        long zombie;
        try (BufferedReader said = new BufferedReader(new InputStreamReader(
                parent.getInputStream(), StandardCharsets.US_ASCII))) {
            zombie = Long.parseLong(said.readLine());
        }
        Scene.eventually("the zombie", () -> Files.readString(Path.of("/proc/" + zombie + "/stat"))
                .contains(") Z "));
        assertTrue("Java sees a process", ProcessHandle.of(zombie).orElseThrow().isAlive());
        assertFalse(RunningProcess.isAlive(ProcessHandle.of(zombie).orElseThrow()));
        assertEquals(Optional.empty(), RunningProcess.of(zombie));
    }

    /** Java's own view of a command line ends at 4096 bytes. */
    @Test
    public void readsCommandLinesOfAnyLength() throws IOException {
        Process process = shell(Path.of("/"), "--initial-cluster=" + "x".repeat(20_000), "last");
        List<String> arguments = RunningProcess.of(process.pid()).orElseThrow().arguments();
        assertEquals("last", arguments.get(arguments.size() - 1));
        assertEquals(6, arguments.size());
    }

    @Test
    public void tellsTwoProcessesApartByTheirStart() throws IOException {
        Process first = shell(Path.of("/"));
        String start = RunningProcess.start(first.toHandle());
        assertEquals(start, RunningProcess.start(ProcessHandle.of(first.pid()).orElseThrow()));
        assertNotEquals(start, RunningProcess.start(ProcessHandle.current()));
        assertTrue(start, start.matches("[0-9a-f-]{36}\\+[0-9]+"));
    }
}
