// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one list of what may befall etcd, run with each version.
package io.mgmt.etcd.server;

import static io.mgmt.etcd.server.Scene.awaitServingAgain;
import static io.mgmt.etcd.server.Scene.awaitState;
import static io.mgmt.etcd.server.Scene.eventually;
import static io.mgmt.etcd.server.Scene.isAlive;
import static io.mgmt.etcd.server.Scene.pid;
import static io.mgmt.etcd.server.Scene.signal;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.etcd.ServerStatus;
import io.mgmt.etcd.ServerStatus.Exit;
import io.mgmt.etcd.ServerStatus.State;
import io.mgmt.etcd.StartPlan;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * A real etcd of each version, by default the oldest and the newest; others by {@code
 * -Detcd.versions=3.5.29,3.6.10}. A version that cannot be had is a failure that says why.
 */
@RunWith(Parameterized.class)
public class SupervisedEtcdIT {

    @Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return List.of(System.getProperty("etcd.versions", "3.4.23,3.7.2").split(","));
    }

    @Parameterized.Parameter
    public String version;

    private Scene scene;

    @Before
    public void setTheScene() throws Exception {
        scene = new Scene(version);
    }

    @After
    public void endAllProcesses() throws Exception {
        scene.close();
    }

    @Test
    public void startsServesAndStops() throws Exception {
        assertFalse(scene.open().hasData());
        SupervisedEtcd etcd = scene.serving();
        scene.gateway.put("key", "value");
        assertEquals("value", scene.gateway.get("key"));
        ServerStatus serving = etcd.status();
        assertEquals(version, serving.version());
        assertEquals(scene.binary().toString(), serving.binary());
        assertFalse(serving.adopted());
        assertTrue(etcd.hasData());
        for (Path directory : List.of(scene.directory().home(), scene.directory().data())) {
            assertEquals("rwx------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(directory)));
        }

        etcd.stop().get(15, TimeUnit.SECONDS);

        assertEquals(State.STOPPED, etcd.status().state());
        assertEquals(Exit.ASKED, etcd.status().exit());
        assertFalse(isAlive(serving.pid().getAsLong()));
        assertTrue(Ports.areFree(scene.plan.clientUrls().list()));
        assertTrue(Ports.areFree(scene.plan.peerUrls().list()));
    }

    @Test
    public void keepsDataOverAStopAndAStart() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        scene.gateway.put("key", "value");
        long stopped = pid(etcd);
        etcd.stop();
        etcd.start(scene.plan);
        awaitServingAgain(etcd, stopped);
        assertEquals("value", scene.gateway.get("key"));
    }

    @Test
    public void tellsItsListenersOfEachState() throws Exception {
        SupervisedEtcd etcd = scene.open();
        List<State> seen = new ArrayList<>();
        try (AutoCloseable listening = etcd.onChange(() -> {
            synchronized (seen) {
                seen.add(etcd.status().state());
            }
        })) {
            assertTrue(listening != null);
            etcd.start(scene.plan);
            awaitState(etcd, State.SERVING);
            eventually("the listener to hear of SERVING", () -> {
                synchronized (seen) {
                    return seen.contains(State.SERVING);
                }
            });
        }
        synchronized (seen) {
            seen.clear();
        }
        etcd.stop().get(15, TimeUnit.SECONDS);
        synchronized (seen) {
            assertEquals(List.of(), seen);
        }
    }

    @Test
    public void startsAgainWithItsDataAfterItWasKilled() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        scene.gateway.put("key", "value");
        long killed = pid(etcd);
        signal("KILL", killed);
        awaitServingAgain(etcd, killed);
        assertEquals("value", scene.gateway.get("key"));
        assertEquals(Exit.CRASHED, etcd.status().exit());
    }

    @Test
    public void adoptsTheSameProcessWhenTheBundleIsOpenedAgain() throws Exception {
        SupervisedEtcd first = scene.serving();
        scene.gateway.put("key", "value");
        long pid = pid(first);
        first.close();
        assertTrue(isAlive(pid));

        SupervisedEtcd second = scene.serving();

        assertEquals(pid, pid(second));
        assertTrue(second.status().adopted());
        assertEquals(version, second.status().version());
        assertEquals("value", scene.gateway.get("key"));
    }

    /** The simulator saw a host whose member was removed meanwhile: nobody knew its version, and it waited for ever. */
    @Test
    public void tellsTheVersionThoughAnOldProcessRunsThatNobodyAskedToAdopt() throws Exception {
        SupervisedEtcd first = scene.serving();
        long pid = pid(first);
        first.close();

        SupervisedEtcd second = scene.open();
        second.provision();

        eventually("the version to be known", () -> second.status().version().equals(version));
        assertEquals(State.STOPPED, second.status().state());
        assertTrue("it is left alone", isAlive(pid));
    }

    @Test
    public void noticesTheEndOfAnAdoptedProcessAndStartsItAgain() throws Exception {
        scene.serving().close();
        SupervisedEtcd etcd = scene.serving();
        assertTrue(etcd.status().adopted());
        long killed = pid(etcd);
        signal("KILL", killed);
        awaitServingAgain(etcd, killed);
        assertFalse(etcd.status().adopted());
    }

    @Test
    public void stopsAProcessThatItOnlyAdopted() throws Exception {
        SupervisedEtcd first = scene.serving();
        long pid = pid(first);
        first.close();
        SupervisedEtcd second = scene.serving();
        second.stop().get(15, TimeUnit.SECONDS);
        assertFalse(isAlive(pid));
    }

    /**
     * A host that was removed while its agent was away has an etcd that nobody asked this agent to
     * start.
     */
    @Test
    public void stopsAProcessThatItWasNeverAskedToStart() throws Exception {
        SupervisedEtcd first = scene.serving();
        long pid = pid(first);
        first.close();
        scene.open().stop().get(15, TimeUnit.SECONDS);
        assertFalse(isAlive(pid));
    }

    @Test
    public void survivesTheInterruptOfTheAgentsProcessGroup() throws Exception {
        survives("INT");
    }

    @Test
    public void survivesTheHangUpOfTheAgentsProcessGroup() throws Exception {
        survives("HUP");
    }

    @Test
    public void survivesTheKillOfTheAgent() throws Exception {
        survives("KILL");
    }

    private void survives(String signal) throws Exception {
        Process agent = startAgent();
        long pid = pidFromAgent(agent);
        scene.gateway.put("key", "value");
        // The agent leads a group of its own, as a shell's job does; the minus means the whole
        // group.
        signal(signal, -agent.pid());
        assertTrue(agent.waitFor(10, TimeUnit.SECONDS));
        assertEquals("value", scene.gateway.get("key"));
        SupervisedEtcd etcd = scene.serving();
        assertEquals(pid, pid(etcd));
        assertTrue(etcd.status().adopted());
    }

    private Process startAgent() throws IOException {
        // Whoever runs the tests in the background has them ignore these signals, and so would all
        // else.
        return scene.run(List.of("env", "--default-signal=HUP,INT", "setsid",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Xmx64m", AgentMain.class.getName(),
                scene.state.toString(), scene.binary().toString(),
                Integer.toString(scene.plan.clientUrls().list().get(0).getPort()),
                Integer.toString(scene.plan.peerUrls().list().get(0).getPort())), agentLog());
    }

    private File agentLog() {
        return scene.state.resolve("agent.log").toFile();
    }

    private long pidFromAgent(Process agent) throws IOException {
        eventually("the agent's etcd to serve", () -> {
            if (!agent.isAlive()) {
                throw new AssertionError(Files.readString(agentLog().toPath()));
            }
            return said().isPresent();
        });
        return said().orElseThrow();
    }

    private Optional<Long> said() throws IOException {
        try (Stream<String> lines = Files.lines(agentLog().toPath())) {
            return lines.filter(line -> line.startsWith("serving "))
                    .map(line -> Long.valueOf(line.substring(8))).findFirst();
        }
    }

    /** As if the agent had been killed after the spawn and before it could write the process id. */
    @Test
    public void findsTheProcessThatItHadNoTimeToRecord() throws Exception {
        SupervisedEtcd first = scene.serving();
        long pid = pid(first);
        first.close();
        ProcessRecord record = ProcessRecord.read(scene.directory().record()).orElseThrow();
        record.ended().write(scene.directory().record());
        SupervisedEtcd second = scene.serving();
        assertEquals(pid, pid(second));
        assertEquals(version, second.status().version());
        second.close();

        Files.delete(scene.directory().record());
        SupervisedEtcd third = scene.serving();
        assertEquals(pid, pid(third));
        assertEquals(version, third.status().version());
        assertEquals(pid, ProcessRecord.read(scene.directory().record()).orElseThrow().pid());
    }

    @Test
    public void doesNotTakeAnotherProcessForItsOwnWhoseIdStandsInTheRecord() throws Exception {
        SupervisedEtcd first = scene.serving();
        scene.gateway.put("key", "value");
        first.stop().get(15, TimeUnit.SECONDS);
        Process other = scene.run(List.of("sleep", "600"), new File("/dev/null"));
        RunningProcess running = RunningProcess.of(other.pid()).orElseThrow();
        // Even the time of its start is right: only the arguments tell.
        ProcessRecord.read(scene.directory().record())
                .orElseThrow().running(running).write(scene.directory().record());

        SupervisedEtcd second = scene.serving();

        assertNotEquals(other.pid(), pid(second));
        assertFalse(second.status().adopted());
        assertTrue(other.isAlive());
        assertEquals("value", scene.gateway.get("key"));
        second.stop().get(15, TimeUnit.SECONDS);
        assertTrue(other.isAlive());
    }

    /**
     * It may hold the last copy of the data; without a quorum every healthy member is as silent.
     */
    @Test
    public void leavesASilentProcessAlone() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        long pid = pid(etcd);
        signal("STOP", pid);
        awaitState(etcd, State.STARTING);
        assertTrue(etcd.status().message(), etcd.status().message().contains("does not answer"));
        CompletableFuture<Void> threeProbes = new CompletableFuture<>();
        new RealTimers().after(Duration.ofSeconds(6), () -> threeProbes.complete(null));
        threeProbes.get(10, TimeUnit.SECONDS);
        assertEquals(pid, pid(etcd));
        assertTrue(isAlive(pid));
        signal("CONT", pid);
        awaitState(etcd, State.SERVING);
        assertEquals(pid, pid(etcd));
    }

    @Test
    public void killsAProcessThatDoesNotListenToTheStop() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        long pid = pid(etcd);
        signal("STOP", pid);
        etcd.stop().get(20, TimeUnit.SECONDS);
        assertFalse(isAlive(pid));
    }

    @Test
    public void namesWhoHoldsThePort() throws Exception {
        int port = scene.plan.peerUrls().list().get(0).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertTrue(taken.isBound());
            SupervisedEtcd etcd = scene.open();
            String expected = "h1 cannot start etcd: 127.0.0.1:" + port + " is taken by process "
                    + ProcessHandle.current().pid()
                    + " (java).\n  Stop it, or pass another --server-urls."
                    + " Nothing was changed; data is kept in " + scene.state + ".";
            assertEquals(Optional.of(expected), etcd.preflight(scene.plan));
            etcd.start(scene.plan);
            awaitState(etcd, State.FAILED);
            assertEquals(expected, etcd.status().message());
            assertEquals(Exit.PORT_TAKEN, etcd.status().exit());
            try (Stream<Path> entries = Files.list(scene.state)) {
                assertEquals(List.of(), entries.toList());
            }
        }
        SupervisedEtcd etcd = scene.serving();
        assertEquals(State.SERVING, etcd.status().state());
    }

    @Test
    public void finishesThePreflightOfAPlanThatItsOwnProcessRuns() throws Exception {
        scene.serving().close();
        assertEquals(Optional.empty(), scene.open().preflight(scene.plan));
    }

    @Test
    public void startsANewProcessIfTheCommandLineHasChanged() throws Exception {
        SupervisedEtcd first = scene.serving();
        scene.gateway.put("key", "value");
        long pid = pid(first);
        StartPlan slower = TestPlan.with(scene.plan, scene.plan.initialCluster(), true,
                Duration.ofMillis(700));
        first.start(slower);
        awaitServingAgain(first, pid);
        assertFalse(isAlive(pid));
        assertEquals("value", scene.gateway.get("key"));

        long second = pid(first);
        first.close();
        SupervisedEtcd reopened = scene.serving();
        assertNotEquals(second, pid(reopened));
        assertFalse(isAlive(second));
        assertEquals("value", scene.gateway.get("key"));
    }

    /**
     * The initial flags only matter to an empty directory, and the member list changes all the
     * time.
     */
    @Test
    public void adoptsAProcessThatWasStartedWithAnotherStartList() throws Exception {
        SupervisedEtcd first = scene.serving();
        long pid = pid(first);
        first.close();
        SupervisedEtcd second = scene.open();
        second.start(TestPlan.with(scene.plan, scene.plan.initialCluster()
                + ",h2=http://127.0.0.1:1", false,
                scene.plan.election()));
        awaitState(second, State.SERVING);
        assertEquals(pid, pid(second));
    }

    /** With an empty directory it would found a second cluster, or vote twice in one term. */
    @Test
    public void neverStartsEmptyAfterItHasServed() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        long pid = pid(etcd);
        signal("STOP", pid);
        WorkDirectory.delete(scene.directory().data());
        signal("KILL", pid);
        awaitFailure(etcd, Exit.BROKEN_DATA);
        assertTrue(etcd.status().message(), etcd.status().message().contains(
                "the data is gone from "
                + scene.directory().data()));
        assertFalse(etcd.hasData());
        etcd.close();

        SupervisedEtcd reopened = scene.open();
        reopened.start(scene.plan);
        awaitFailure(reopened, Exit.BROKEN_DATA);
        assertEquals(Optional.empty(), reopened.archive());
        reopened.start(scene.plan);
        awaitState(reopened, State.SERVING);
    }

    private static void awaitFailure(SupervisedEtcd etcd, Exit exit) {
        awaitState(etcd, State.FAILED);
        assertEquals(etcd.status().message(), exit, etcd.status().exit());
    }

    @Test
    public void tellsADamagedWriteAheadLog() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        for (int i = 0; i < 50; i++) {
            scene.gateway.put("key" + i, "value".repeat(100));
        }
        etcd.stop().get(15, TimeUnit.SECONDS);
        overwrite(onlySegment(), 5_000);
        etcd.start(scene.plan);
        awaitFailure(etcd, Exit.BROKEN_DATA);
        assertTrue(etcd.hasData());
    }

    @Test
    public void tellsADamagedDatabase() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        scene.gateway.put("key", "value");
        etcd.stop().get(15, TimeUnit.SECONDS);
        Path database = scene.directory().data().resolve("member/snap/db");
        overwrite(database, 0);
        overwrite(database, 4_096);
        etcd.start(scene.plan);
        awaitFailure(etcd, Exit.BROKEN_DATA);
    }

    private Path onlySegment() throws IOException {
        try (Stream<Path> files = Files.list(scene.directory().data().resolve("member/wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal")).findFirst().orElseThrow();
        }
    }

    private static void overwrite(Path file, long position) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            byte[] damage = new byte[500];
            Arrays.fill(damage, (byte) 0xff);
            access.write(damage);
        }
    }

    @Test
    public void tellsARemovedMemberAndArchivesItsData() throws Exception {
        SupervisedEtcd founder = scene.serving();
        assertEquals(State.SERVING, founder.status().state());
        try (Scene other = new Scene(version)) {
            String peer = other.plan.peerUrls().toString();
            String id = scene.gateway.addLearner(peer);
            StartPlan named = TestPlan.joiner(other.plan, "h2", scene.plan);
            SupervisedEtcd joiner = other.open();
            joiner.start(named);
            awaitState(joiner, State.SERVING);

            scene.gateway.remove(id);
            awaitFailure(joiner, Exit.REMOVED);

            joiner.start(named);
            awaitFailure(joiner, Exit.REMOVED);
            Path archived = joiner.archive().orElseThrow();
            assertTrue(Files.isDirectory(archived.resolve("member/wal")));
            assertFalse(joiner.hasData());
        }
    }

    /**
     * After 100 entries raft's leader of etcd 3.6 and newer sends a joiner a snapshot; often the joiner's own
     * name is in it already, and left alone it would keep its client port shut for 6 s.
     */
    @Test
    public void servesSoonAfterItHasJoined() throws Exception {
        assertEquals(State.SERVING, scene.serving().status().state());
        for (int i = 0; i < 120; i++) {
            scene.gateway.put("key", "value " + i);
        }
        for (int i = 0; i < 4; i++) {
            try (Scene other = new Scene(version)) {
                String id = scene.gateway.addLearner(other.plan.peerUrls().toString());
                SupervisedEtcd joiner = other.open();
                long began = System.nanoTime();
                joiner.start(TestPlan.joiner(other.plan, "h" + (i + 2), scene.plan));
                awaitState(joiner, State.SERVING);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                assertTrue("joiner " + i + " took " + took, took.compareTo(Duration.ofSeconds(5)) < 0);
                scene.gateway.remove(id);
                awaitFailure(joiner, Exit.REMOVED);
            }
        }
    }

    @Test
    public void tellsAStartListThatIsOutOfDate() throws Exception {
        SupervisedEtcd founder = scene.serving();
        assertEquals(State.SERVING, founder.status().state());
        try (Scene other = new Scene(version)) {
            SupervisedEtcd joiner = other.open();
            joiner.start(TestPlan.with(other.plan, scene.plan.initialCluster()
                    + ",h1b=http://127.0.0.1:1,"
                    + other.plan.initialCluster(), false, scene.plan.election()));
            awaitFailure(joiner, Exit.STALE_START_LIST);
        }
    }

    /**
     * Somebody's etcd on our data, started in a way that cannot be adopted, is neither killed nor
     * doubled.
     */
    @Test
    public void leavesDataAloneThatAnotherEtcdWorksOn() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        etcd.stop().get(15, TimeUnit.SECONDS);
        Path link = Files.createSymbolicLink(scene.state.resolve("link"), scene.directory().data());
        // The older spelling by environment: no argument names the directory.
        ProcessBuilder byHand = new ProcessBuilder(scene.binary().toString(), "--name=h1",
                "--listen-client-urls=" + scene.plan.clientUrls(), "--advertise-client-urls="
                + scene.plan.clientUrls(),
                "--listen-peer-urls=" + scene.plan.peerUrls());
        Map<String, String> environment = byHand.environment();
        environment.put("ETCD_DATA_DIR", link.toString());
        Process other = scene.track(byHand);
        eventually("the other etcd to serve", () ->
                HealthProbe.ask(scene.plan.clientUrls().list().get(0),
                        PlainGet.TIMEOUT_MILLIS).serves());

        String expected = "h1 cannot start etcd: " + scene.directory().data()
                + " is in use by process " + other.pid()
                + " (etcd), which mgmt did not start.\n  Stop it. Nothing was changed; data is kept in " + scene.state + ".";
        assertEquals(Optional.of(expected), etcd.preflight(scene.plan));
        etcd.start(scene.plan);
        awaitState(etcd, State.FAILED);
        assertEquals(expected, etcd.status().message());
        assertTrue(other.isAlive());
    }

    @Test
    public void refusesToArchiveDataInUse() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        assertThrows(IllegalStateException.class, etcd::archive);
        assertEquals(State.SERVING, etcd.status().state());
    }

    @Test
    public void startsFreshAfterItsDataWasArchived() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        scene.gateway.put("key", "value");
        etcd.stop().get(15, TimeUnit.SECONDS);
        Path archived = etcd.archive().orElseThrow();
        assertTrue(archived.toString(), archived.startsWith(scene.state.resolve("archive")));
        etcd.start(scene.plan);
        awaitState(etcd, State.SERVING);
        assertEquals("", scene.gateway.get("key"));
    }

    /** Closing must not lose a stop that was asked for, nor begin anything after it. */
    @Test
    public void finishesAStopThatIsUnderWayWhenItIsClosed() throws Exception {
        SupervisedEtcd etcd = scene.serving();
        long pid = pid(etcd);
        CompletableFuture<Void> stopped = etcd.stop();
        etcd.close();
        stopped.get(15, TimeUnit.SECONDS);
        assertFalse(isAlive(pid));
    }
}
