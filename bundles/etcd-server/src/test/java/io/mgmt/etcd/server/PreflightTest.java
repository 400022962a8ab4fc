// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.agent.Urls;
import io.mgmt.etcd.StartPlan;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PreflightTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path state() {
        return folder.getRoot().toPath();
    }

    private Optional<String> problem(StartPlan plan) {
        return new Preflight("h3", new DataDirectory(state()), false).problem(plan, Optional.empty());
    }

    private void refuses(StartPlan plan, String problem) throws IOException {
        assertEquals(Optional.of("h3 cannot start etcd: " + problem
                + " Nothing was changed; data is kept in "
                + state() + "."), problem(plan));
    }

    private static StartPlan plan(String client, String peer) {
        return plan(client, client, peer, peer);
    }

    private static StartPlan plan(String client, String advertisedClient, String peer,
            String advertisedPeer) {
        StartPlan plan = TestPlan.founder("h3", 1, 2);
        return new StartPlan("h3", Urls.parse(client), Urls.parse(advertisedClient),
                Urls.parse(peer),
                Urls.parse(advertisedPeer), plan.initialCluster(), true, "t", plan.heartbeat(),
                plan.election());
    }

    @Test
    public void agreesToAPlanThatCanBeStarted() throws IOException {
        assertEquals(Optional.empty(), problem(TestPlan.founder("h3")));
        assertEquals(Optional.empty(), problem(plan("0.0.0.0:" + TestPlan.freePort(), "h3:2379",
                "[::1]:" + TestPlan.freePort(), "h3:2380")));
        assertEquals(Optional.empty(), problem(plan("localhost:" + TestPlan.freePort(),
                "127.0.0.1:" + TestPlan.freePort())));
        try (Stream<Path> entries = Files.list(state())) {
            assertEquals("nothing was changed", List.of(), entries.toList());
        }
    }

    @Test
    public void refusesTheSamePortTwice() throws IOException {
        refuses(plan("127.0.0.1:2379", "127.0.0.1:2379"),
                "--client-urls http://127.0.0.1:2379 and --server-urls"
                + " http://127.0.0.1:2379 are the same port.\n  Give the two different ports, such as 2379 and 2380.");
        refuses(plan("0.0.0.0:2379", "h3:2379", "127.0.0.1:2379", "h3:2380"),
                "--client-urls http://0.0.0.0:2379"
                + " and --server-urls http://127.0.0.1:2379 are the same port.\n  Give the two different ports,"
                + " such as 2379 and 2380.");
        int port = TestPlan.freePort();
        assertEquals(Optional.empty(), problem(plan("127.0.0.1:" + port, "127.0.0.2:" + port)));
    }

    @Test
    public void refusesTlsWhichIsNotThereYet() throws IOException {
        refuses(plan("https://127.0.0.1:2379", "127.0.0.1:2380"),
                "--client-urls https://127.0.0.1:2379: TLS is not there yet.\n  Use http://127.0.0.1:2379.");
        refuses(plan("127.0.0.1:2379", "127.0.0.1:2379", "127.0.0.1:2380", "https://h3:2380"),
                "--advertise-server-urls https://h3:2380: TLS is not there yet.\n  Use http://h3:2380.");
    }

    /** etcd itself would end with "expected IP in URL for binding". */
    @Test
    public void refusesToListenOnAName() throws IOException {
        refuses(plan("127.0.0.1:2379", "h3.example:2380"),
                "--server-urls http://h3.example:2380: etcd listens on"
                + " IP addresses and not on names.\n  Use the IP address here, and pass the name as"
                + " --advertise-server-urls.");
    }

    @Test
    public void refusesToAdvertiseEverywhere() throws IOException {
        refuses(plan("0.0.0.0:2379", "127.0.0.1:2380"),
                "--advertise-client-urls http://0.0.0.0:2379: nobody can"
                + " reach this address from elsewhere.\n  Pass --advertise-client-urls http://HOST:2379 with a name"
                + " or address of this host.");
    }

    /** 192.0.2.0/24 is for documentation and nobody's. */
    @Test
    public void refusesAnAddressOfAnotherMachine() throws IOException {
        refuses(plan("192.0.2.1:2379", "127.0.0.1:2380"),
                "192.0.2.1 is no address of this machine.\n  Pass one that"
                + " is in --client-urls; what others are to use is --advertise-client-urls.");
    }

    @Test
    public void namesWhoHoldsAPort() throws IOException {
        int port = TestPlan.freePort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            assertTrue(taken.isBound());
            refuses(plan("127.0.0.1:" + port, "127.0.0.1:" + TestPlan.freePort()), "127.0.0.1:"
                    + port
                    + " is taken by process " + ProcessHandle.current().pid()
                    + " (java).\n  Stop it, or pass another"
                    + " --client-urls.");
        }
    }

    /** Nobody should mend one to meet the next. */
    @Test
    public void namesAllTakenPortsAtOnce() throws IOException {
        int port = TestPlan.freePort();
        try (ServerSocket client = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket peer = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertTrue(client.isBound());
            String holder = " is taken by process " + ProcessHandle.current().pid() + " (java)";
            refuses(plan("127.0.0.1:" + port, "127.0.0.1:" + peer.getLocalPort()),
                    "127.0.0.1:" + port + holder + ", and 127.0.0.1:" + peer.getLocalPort() + holder
                    + ".\n  Stop what holds them, or pass other --client-urls and --server-urls.");
            refuses(plan("127.0.0.1:" + port, "192.0.2.1:2380"),
                    "127.0.0.1:" + port + holder + ", and 192.0.2.1 is no address of this machine.\n"
                    + "  Stop it, or pass another --client-urls. Pass one that is in --server-urls;"
                    + " what others are to use is --advertise-server-urls.");
        }
    }

    @Test
    public void doesNotPromiseToKeepWhatIsTemporary() {
        assertEquals("h3 cannot start etcd: it is late. Nothing was changed.",
                new Preflight("h3", new DataDirectory(state()), true).message("it is late"));
    }

    /** What a killed etcd leaves: connections that linger on the port for a minute. */
    @Test
    public void takesAPortWithLingeringConnections() throws IOException {
        int port = TestPlan.freePort();
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress("127.0.0.1", port));
            try (Socket client = new Socket("127.0.0.1", port); Socket accepted = server.accept()) {
                accepted.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
        }
        assertEquals(Optional.empty(), problem(plan("127.0.0.1:" + port, "127.0.0.1:"
                + TestPlan.freePort())));
    }

    /** With the system's own words, because root, as whom tests may run, may listen everywhere. */
    @Test
    public void saysThatAPortIsPrivileged() {
        assertEquals(
                "this user may not listen on 127.0.0.1:79.\n  Ports below 1024 are for root; pass another"
                + " --client-urls.", Ports.problem("--client-urls",
                URI.create("http://127.0.0.1:79"),
                        new BindException("Permission denied (Bind failed)")).text());
    }

    @Test
    public void passesOnWhatElseTheSystemSays() {
        assertEquals(
                "127.0.0.1:79 cannot be listened on: No buffer space available.\n  Pass another --server-urls.",
                Ports.problem("--server-urls", URI.create("http://127.0.0.1:79"),
                        new BindException("No buffer space available")).text());
    }

    @Test
    public void refusesAFileWhereADirectoryMustBe() throws IOException {
        Path file = Files.writeString(state().resolve("etcd"), "in the way");
        refuses(TestPlan.founder("h3"), file
                + " is a file, and must be a directory.\n  Move it away.");
        Files.delete(file);
        Path data = Files.writeString(Files.createDirectory(file).resolve("data"), "in the way");
        refuses(TestPlan.founder("h3"), data
                + " is a file, and must be a directory.\n  Move it away.");
    }

    /** The lock of this process is as good as an etcd's. */
    @Test
    public void refusesDataThatAnotherProcessWorksOn() throws IOException {
        Path wal = Files.createDirectories(state().resolve("etcd/data/member/wal"));
        Files.writeString(wal.resolve("0000000000000000-0000000000000000.wal"), "old");
        Path newest = Files.writeString(wal.resolve("0000000000000001-0000000000000009.wal"),
                "new");
        try (FileChannel channel = FileChannel.open(newest,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            refuses(TestPlan.founder("h3"), state().resolve("etcd/data") + " is in use by process "
                    + ProcessHandle.current().pid()
                    + " (java), which mgmt did not start.\n  Stop it.");
        }
        assertEquals(Optional.empty(), problem(TestPlan.founder("h3")));
    }

    /** The own process holds them, and is to be adopted. */
    @Test
    public void takesThePortsOfItsOwnProcessForFree() throws IOException {
        StartPlan plan = TestPlan.founder("h3");
        RunningProcess own = new RunningProcess(ProcessHandle.current(),
                EtcdFlags.of(plan, state().resolve("etcd/data"), EtcdVersion.OLDEST), "");
        int port = plan.clientUrls().list().get(0).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertTrue(taken.isBound());
            assertTrue(problem(plan).isPresent());
            assertEquals(Optional.empty(),
                    new Preflight("h3", new DataDirectory(state()), false).problem(plan,
                    Optional.of(own)));
        }
    }
}
