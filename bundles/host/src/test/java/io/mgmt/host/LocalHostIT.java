// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What only another process can show. */
public final class LocalHostIT {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> started = new ArrayList<>();

    @After
    public void endAll() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Another agent, as far as the lock is concerned. */
    public static final class Holder {

        private Holder() {
        }

        /** Holds the directory until the process ends; prints the host id once it does. */
        public static void main(String[] arguments) throws IOException {
            StateDirectory directory = StateDirectory.open(Path.of(arguments[0]));
            System.out.println(directory.hostId());
            System.in.read();
        }
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
    }

    private Process holder(Path directory) throws IOException {
        return start(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath(),
                Holder.class.getName(), directory.toString());
    }

    private static String line(Process process) throws IOException {
        return new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
    }

    @Test
    public void namesTheProcessThatRunsAlreadyAndTakesOverWhenItIsKilled() throws Exception {
        Path path = folder.getRoot().toPath().resolve("h1");
        Process first = holder(path);
        UUID id = UUID.fromString(line(first));

        WrongInputException e = assertThrows(WrongInputException.class,
                () -> StateDirectory.open(path));
        assertTrue(e.getMessage(),
                e.getMessage().startsWith("h1 is already running as process " + first.pid() + ","));

        first.destroyForcibly().waitFor();
        StateDirectory taken = StateDirectory.open(path);
        assertEquals(id, taken.hostId());
        taken.close();
    }

    /**
     * In one JVM the loser must not unlock the winner for the others: POSIX locks go with any
     * descriptor.
     */
    @Test
    public void aLoserInTheSameProcessLeavesTheLockToTheWinner() throws Exception {
        Path path = folder.getRoot().toPath().resolve("h1");
        StateDirectory winner = StateDirectory.open(path);
        assertThrows(WrongInputException.class, () -> StateDirectory.open(path));
        System.gc();

        Process other = holder(path);
        assertEquals("another process does not get the lock", null, line(other));
        assertEquals(1, other.waitFor());
        winner.close();
    }

    @Test
    public void findsTheProcessThatWorksInADirectory() throws Exception {
        Path directory = folder.newFolder().toPath();
        assertTrue(TemporaryDirectory.user(directory).isEmpty());
        Process user = start("sh", "-c", "echo ready; read wait", "sh", "--data-dir" + "="
                + directory + File.separator + "etcd");
        assertEquals("ready", line(user));
        assertEquals(user.pid(), TemporaryDirectory.user(directory).orElseThrow().pid());
        assertTrue(Files.exists(directory));
    }
}
