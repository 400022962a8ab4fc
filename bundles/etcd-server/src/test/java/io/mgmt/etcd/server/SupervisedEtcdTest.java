// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static io.mgmt.etcd.server.Scene.awaitState;
import static io.mgmt.etcd.server.Scene.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What can be shown without a real etcd: scripts stand for it, and for cargo. */
public class SupervisedEtcdTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RealTimers timers = new RealTimers();
    private Path state;
    private Path bin;
    private StartPlan plan;
    private SupervisedEtcd etcd;

    @Before
    public void open() throws IOException {
        state = folder.newFolder("state").toPath();
        bin = folder.newFolder("bin").toPath();
        plan = TestPlan.founder("h1");
        etcd = new SupervisedEtcd(new TestHost("h1", state), timers, new EtcdBinaries("",
                Optional.empty(), List.of(bin), state.resolveSibling("cache"),
                new Platform("linux-amd64")));
    }

    @After
    public void close() throws Exception {
        etcd.stop().exceptionally(closed -> null).get(20, TimeUnit.SECONDS);
        etcd.close();
        timers.close();
    }

    private void script(String name, String... lines) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    public void saysBeforeAndAfterTheStartThatThereIsNoEtcd() {
        String message = "h1 cannot start etcd: no etcd was found for linux-amd64 and none could be"
                + " fetched.\n  Pass --etcd PATH, or put etcd 3.4 or newer on the PATH, or let it be"
                + " fetched: install cargo, or on Debian and Ubuntu use apt-get and dpkg."
                + " Nothing was changed; data is kept in " + state + ".";
        assertEquals(Optional.of(message), etcd.preflight(plan));
        etcd.start(plan);
        awaitState(etcd, State.FAILED);
        assertEquals(Exit.NO_BINARY, etcd.status().exit());
        assertEquals(message, etcd.status().message());
        assertFalse(Files.exists(state.resolve("etcd")));
    }

    @Test
    public void tellsWhatItFetches() throws IOException {
        script("cargo", "exec /bin/sleep 600");
        etcd.start(plan);
        eventually("the progress in the status", () -> etcd.status().state() == State.PROVISIONING
                && etcd.status().message().startsWith("fetching etcd 3.7.2: cargo vendor "));
    }

    @Test
    public void stopsInTheMiddleOfAFetch() throws Exception {
        fetches();
        etcd.stop().get(5, TimeUnit.SECONDS);
        assertEquals(State.STOPPED, etcd.status().state());
        eventually("the end of cargo", () -> !Scene.isAlive(cargo()));
    }

    @Test
    public void closesInTheMiddleOfAFetch() throws Exception {
        fetches();
        etcd.close();
        eventually("the end of cargo", () -> !Scene.isAlive(cargo()));
        ExecutionException closed = assertThrows(ExecutionException.class,
                () -> etcd.stop().get(5, TimeUnit.SECONDS));
        assertEquals("the service is closed; its etcd runs on", closed.getCause().getMessage());
    }

    private void fetches() throws IOException {
        script("cargo", "echo $$ > " + bin + "/pid.new", "/bin/mv " + bin + "/pid.new " + bin + "/pid",
                "exec /bin/sleep 600");
        etcd.start(plan);
        eventually("cargo to run", () -> Files.exists(bin.resolve("pid")));
    }

    private long cargo() throws IOException {
        return Long.parseLong(Files.readString(bin.resolve("pid")).strip());
    }

    @Test
    public void triesAgainAfterACrashUntilItIsStopped() throws Exception {
        script("etcd", "test \"$1\" = --version && echo etcd Version: 3.7.2 && exit",
                "echo x >> " + bin + "/runs", "echo boom", "exit 3");
        etcd.start(plan);
        eventually("the second run", () -> Files.exists(bin.resolve("runs"))
                && Files.readString(bin.resolve("runs")).equals("x\nx\n"));
        awaitState(etcd, State.BACKING_OFF);
        assertEquals(Exit.CRASHED, etcd.status().exit());
        String message = etcd.status().message();
        assertTrue(message, message.matches("(?s)etcd of h1 ended: it ended with exit code 3: \"boom\"\\."
                + " It is started again in [12] s; its log is .*/etcd/etcd\\.log\\."));
        etcd.stop().get(5, TimeUnit.SECONDS);
        assertEquals(State.STOPPED, etcd.status().state());
        assertEquals("x\nx\n", Files.readString(bin.resolve("runs")));
    }

    /** As a full disk does it; nobody has to come and start etcd again when there is room. */
    @Test
    public void triesAgainIfItCannotWriteItsRecord() throws Exception {
        script("etcd", "test \"$1\" = --version && echo etcd Version: 3.7.2 && exit",
                "exec /bin/sleep 600");
        Path obstacle = Files.createDirectories(state.resolve("etcd/process.json.new"));
        etcd.start(plan);
        awaitState(etcd, State.BACKING_OFF);
        String message = etcd.status().message();
        assertTrue(message, message.startsWith("etcd of h1 could not be started: "));
        Files.delete(obstacle);
        awaitState(etcd, State.STARTING);
    }

    /** Whoever asks and then looks must not take the old state for an answer. */
    @Test
    public void isNotStoppedAnyMoreWhenStartReturns() {
        assertEquals(State.STOPPED, etcd.status().state());
        etcd.start(plan);
        assertTrue(Set.of(State.PROVISIONING, State.FAILED).contains(etcd.status().state()));
    }

    @Test
    public void hasNothingToStopNorToArchiveAtFirst() throws Exception {
        etcd.stop().get(5, TimeUnit.SECONDS);
        assertEquals(Exit.NONE, etcd.status().exit());
        assertEquals(Optional.empty(), etcd.archive());
        assertFalse(etcd.hasData());
    }

    @Test
    public void keepsTheEnvironmentFromChangingTheFlags() {
        ProcessBuilder builder = new ProcessBuilder("true");
        builder.environment().putAll(Map.of("ETCD_NAME", "other", "ETCDCTL_API", "2", "KEPT", "1"));
        HelperProcess.removeEtcdVariables(builder);
        assertFalse(builder.environment().containsKey("ETCD_NAME"));
        assertFalse(builder.environment().containsKey("ETCDCTL_API"));
        assertEquals("1", builder.environment().get("KEPT"));
    }
}
