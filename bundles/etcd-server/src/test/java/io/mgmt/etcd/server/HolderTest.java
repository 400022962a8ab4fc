// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.server;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HolderTest {

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    /** 127.0.0.1:2380, listening. */
    private static final String LISTENING =
            "   0: 0100007F:094C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 700001 1 0 100\n";
    /** A connection to 2380, from a port of its own; and one of 2380 that is established. */
    private static final String CONNECTED =
            "   1: 0100007F:094C 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 700002 1 0 100\n";
    private static final String LISTENING6 = "   0: 00000000000000000000000000000000:094B"
            + " 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 700003 1 0 100\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path proc() throws IOException {
        Path proc = folder.getRoot().toPath();
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), HEADER + CONNECTED + LISTENING);
        Files.writeString(proc.resolve("net/tcp6"), HEADER + LISTENING6);
        if (Files.notExists(proc.resolve("17"))) {
            process(proc, 17, "bash", "/dev/null");
            process(proc, 4242, "nginx", "socket:[700001]");
            process(proc, 4243, "client", "socket:[700002]");
            process(proc, 4244, "etcd", "socket:[700003]");
        }
        return proc;
    }

    private static void process(Path proc, int pid, String name, String target) throws IOException {
        Path descriptors = Files.createDirectories(proc.resolve(pid + "/fd"));
        Files.writeString(proc.resolve(pid + "/comm"), name + "\n");
        Files.createSymbolicLink(descriptors.resolve("3"), Path.of(target));
    }

    @Test
    public void namesTheProcessThatListens() throws IOException {
        assertEquals("process 4242 (nginx)", Holder.ofPort(proc(), 2380).orElseThrow().toString());
        assertEquals("process 4244 (etcd)", Holder.ofPort(proc(), 2379).orElseThrow().toString());
    }

    @Test
    public void namesNobodyIfNobodyListens() throws IOException {
        assertEquals(Optional.empty(), Holder.ofPort(proc(), 2381));
    }

    @Test
    public void namesNobodyWhereThereIsNoProc() {
        assertEquals(Optional.empty(), Holder.ofPort(folder.getRoot().toPath().resolve("none"),
                2380));
    }

    /** Another user's descriptors cannot be read. */
    @Test
    public void namesNobodyIfTheHolderCannotBeLookedInto() throws IOException {
        Path proc = proc();
        WorkDirectory.delete(proc.resolve("4242/fd"));
        assertEquals(Optional.empty(), Holder.ofPort(proc, 2380));
    }

    @Test
    public void namesTheProcessThatHasAFileOpen() throws IOException {
        Path proc = proc();
        process(proc, 99, "etcd", "/var/lib/mgmt/h1/etcd/data/member/snap/db");
        assertEquals(99, Holder.ofFilesIn(proc, Path.of("/var/lib/mgmt/h1/etcd/data"))
                .orElseThrow().pid());
        assertEquals(Optional.empty(), Holder.ofFilesIn(proc,
                Path.of("/var/lib/mgmt/h1/etcd/dat")));
    }

    @Test
    public void passesOverLinesThatAreNoSockets() {
        for (String line : new String[] {"", HEADER, "0: x:y 0:0 0A a b c d e f",
                "0: 0100007F:094C", LISTENING + "x"}) {
            Holder.inode(line, 1);
        }
        assertEquals(Optional.empty(), Holder.inode("0: x:y 0:0 0A a b c d e f", 2380));
        assertEquals(Optional.of("700001"), Holder.inode(LISTENING, 2380));
    }
}
