// SPDX-License-Identifier: Apache-2.0
package io.mgmt.host;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterState;
import io.mgmt.cluster.HostState;
import io.mgmt.cluster.MemberState;
import io.mgmt.cluster.RaftTiming;
import io.mgmt.cluster.MemberState.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class FileHostStateTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;
    private HostState state;

    @Before
    public void open() {
        directory = folder.getRoot().toPath();
        state = new FileHostState(directory);
    }

    @Test
    public void knowsNothingAtFirst() throws IOException {
        assertEquals(Optional.empty(), state.member());
        assertEquals(Optional.empty(), state.cluster());
    }

    @Test
    public void remembersTheMember() throws IOException {
        for (Phase phase : Phase.values()) {
            MemberState member = new MemberState(phase, "8e9e05c52164694d", "t-1");
            state.member(member);
            assertEquals(Optional.of(member), new FileHostState(directory).member());
        }
        state.forgetMember();
        assertEquals(Optional.empty(), state.member());
        state.forgetMember();
    }

    @Test
    public void remembersTheCluster() throws IOException {
        ClusterState cluster = new ClusterState("cdf818194e3a8c32",
                List.of(URI.create("http://127.0.0.1:2379"), URI.create("http://[::1]:2381")),
                List.of(1L, Long.MAX_VALUE, 0x694d7a3b2f1e0c05L));
        state.cluster(cluster);
        assertEquals(Optional.of(cluster), new FileHostState(directory).cluster());
        ClusterState slower = new ClusterState("cd", List.of(), List.of(), Optional.of(
                new RaftTiming(Duration.ofMillis(100), Duration.ofMillis(1_000))));
        state.cluster(slower);
        assertEquals(Optional.of(slower), new FileHostState(directory).cluster());
        state.forgetCluster();
        assertEquals(Optional.empty(), state.cluster());
    }

    /** etcd would not start with them. */
    @Test
    public void refusesTimesThatDoNotGoTogether() throws IOException {
        for (String times : new String[] {"\"heartbeatMillis\":100,\"electionMillis\":499",
                "\"heartbeatMillis\":100", "\"heartbeatMillis\":\"1\",\"electionMillis\":9"}) {
            Files.writeString(directory.resolve("cluster.json"),
                    "{\"clusterId\":\"cd\",\"endpoints\":[],\"leases\":[]," + times + "}");
            IOException e = assertThrows(IOException.class, () -> state.cluster());
            assertTrue(e.getMessage(), e.getMessage().contains("cluster.json is damaged: "));
        }
    }

    @Test
    public void writesWhatAPersonCanRead() throws IOException {
        state.member(new MemberState(Phase.FOUNDING, "", "t"));
        state.cluster(new ClusterState("cd", List.of(URI.create("http://a:1")), List.of(255L)));
        assertEquals("{\"phase\":\"founding\",\"memberId\":\"\",\"token\":\"t\"}",
                Files.readString(directory.resolve("state.json")).replaceAll("\\s", ""));
        assertEquals("{\"clusterId\":\"cd\",\"endpoints\":[\"http://a:1\"],\"leases\":[\"ff\"]}",
                Files.readString(directory.resolve("cluster.json")).replaceAll("\\s", ""));
    }

    @Test
    public void leavesNoHalfFileBehind() throws IOException {
        state.member(new MemberState(Phase.MEMBER, "1", "t"));
        assertArrayEquals(new String[] {"state.json"}, directory.toFile().list());
    }

    /** A crash while writing leaves such a file; it must not stand in the way of the next write. */
    @Test
    public void overwritesAHalfFileOfAnEarlierCrash() throws IOException {
        Files.writeString(directory.resolve("state.json.new"), "{\"pha");
        assertEquals(Optional.empty(), state.member());
        state.member(new MemberState(Phase.MEMBER, "1", "t"));
        assertEquals("1", state.member().orElseThrow().memberId());
    }

    @Test
    public void keepsTheOldFileIfTheNewOneCannotBeWritten() throws IOException {
        MemberState old = new MemberState(Phase.MEMBER, "1", "t");
        state.member(old);
        Files.createDirectory(directory.resolve("state.json.new"));
        IOException e = assertThrows(IOException.class,
                () -> state.member(new MemberState(Phase.MEMBER, "2", "t")));
        assertTrue(e.getMessage(),
                e.getMessage().startsWith("Cannot write " + directory.resolve("state.json")));
        assertEquals(Optional.of(old), state.member());
    }

    @Test
    public void refusesADamagedMember() throws IOException {
        for (String damage : new String[] {"", "{", "[]", "7", "\0\0", "{}",
                "{\"phase\":\"member\"}",
            "{\"phase\":\"boss\",\"memberId\":\"1\",\"token\":\"t\"}",
            "{\"phase\":\"member\",\"memberId\":1,\"token\":\"t\"}"}) {
            Files.writeString(directory.resolve("state.json"), damage);
            IOException e = assertThrows(damage, IOException.class, () -> state.member());
            assertTrue(e.getMessage(),
                    e.getMessage().startsWith(directory.resolve("state.json") + " is damaged: "));
            assertTrue(e.getMessage(), e.getMessage().contains("--new-cluster"));
        }
    }

    @Test
    public void refusesADamagedCluster() throws IOException {
        for (String damage : new String[] {"", "null",
                "{\"clusterId\":\"a\",\"endpoints\":[],\"leases\":[\"x\"]}",
            "{\"clusterId\":\"a\",\"endpoints\":[\"nowhere\"],\"leases\":[]}",
            "{\"clusterId\":\"a\",\"endpoints\":[1],\"leases\":[]}",
            "{\"clusterId\":\"a\",\"endpoints\":[],\"leases\":{}}",
            "{\"endpoints\":[],\"leases\":[]}"}) {
            Files.writeString(directory.resolve("cluster.json"), damage);
            IOException e = assertThrows(damage, IOException.class, () -> state.cluster());
            assertTrue(e.getMessage(),
                    e.getMessage().startsWith(directory.resolve("cluster.json") + " is damaged: "));
        }
    }

    @Test
    public void refusesWhatIsNoText() throws IOException {
        Files.write(directory.resolve("state.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        IOException e = assertThrows(IOException.class, () -> state.member());
        assertTrue(e.getMessage(), e.getMessage().contains("it is no UTF-8 text"));
    }

    @Test
    public void readsFilesOfALaterVersion() throws IOException {
        Files.writeString(directory.resolve("state.json"),
                "{\"phase\":\"member\",\"memberId\":\"1\",\"token\":\"t\",\"later\":[1,{}]}");
        assertEquals(Phase.MEMBER, state.member().orElseThrow().phase());
    }
}
