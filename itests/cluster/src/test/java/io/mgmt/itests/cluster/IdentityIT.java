// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/** Hosts that are not what they were, or cannot become what they should. */
public class IdentityIT {

    private static final Duration ENDED = Duration.ofSeconds(40);

    @Rule
    public final Cluster cluster = new Cluster();

    @Test
    public void aNomineeWhosePortIsTakenMakesRoomForTheNextAndComesBackLater() throws Exception {
        String[] quick = {"--set", "io.mgmt.membership/memberStartSeconds=10",
                "--set", "io.mgmt.membership/backOffSeconds=10"};
        Writer writer = cluster.form(2, 1, quick);
        cluster.until(Cluster.LONG, "h2 waits", () -> cluster.isVolunteer("h2"));
        try (ServerSocket other = new ServerSocket(cluster.spec("h2").peerPort(), 1,
                InetAddress.getLoopbackAddress())) {
            assertTrue(other.isBound());
            writer.seen();
            cluster.resize(3);
            cluster.until(Cluster.LONG, "h2 is given up", () ->
                    cluster.keys("/_mgmt/banned/").containsKey("/_mgmt/banned/h2"));
            cluster.start("h3", quick);
            cluster.untilVoters(Cluster.LONG, "h1", "h3");
        }
        cluster.untilVoters(Cluster.LONG, "h1", "h2", "h3");
        Writer.Seen seen = writer.seen();
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        cluster.nothingIsLost();
    }

    /**
     * It would have forgotten what it voted for: under its old id it could help to lose a write. Data without
     * state.json is nobody's.
     */
    @Test
    public void aHostThatHasLostItsDataIsAMemberOnlyUnderAnotherId() throws Exception {
        Writer writer = cluster.form(3, 3);
        for (String lost : List.of("h2/etcd/data", "h3", "h2/state.json")) {
            String host = lost.substring(0, 2);
            String id = cluster.memberId(host);
            cluster.kill(host);
            delete(cluster.agents.prefix().resolve(lost));
            cluster.start(host);
            cluster.until(Cluster.LONG, host + " is a voter anew", () -> cluster.voters().size() == 3
                    && cluster.serves(host) && !cluster.memberId(host).equals(id));
            assertEquals("never more than wanted", 3, writer.seen().mostVoters());
            assertEquals(lost.endsWith("state.json"), Files.exists(cluster.agents.prefix().resolve(host + "/archive")));
        }
        cluster.nothingIsLost();
    }

    /** What docs/OPERATING.md tells a person to do: nobody else could say whose the data is. */
    @Test
    public void theOnlyVoterComesBackWithAStateFileWrittenByHand() throws Exception {
        cluster.form(1, 1);
        cluster.until(Cluster.LONG, "h1 has founded", () -> cluster.serves("h1"));
        String id = cluster.memberId("h1");
        String clusterId = cluster.clusterId();
        cluster.kill("h1");
        Path file = cluster.agents.prefix().resolve("h1/state.json");
        Files.delete(file);
        AgentProcess refused = cluster.start("h1");
        assertEquals(refused.printed(), 1, refused.exitCode(ENDED));
        assertTrue(refused.printed(), refused.printed().contains("it knows no other host of cluster "
                + clusterId) && refused.printed().contains("\"state.json is lost\" in docs/OPERATING.md"));
        Files.writeString(file, "{\"phase\": \"member\", \"memberId\": \"" + id + "\", \"token\": \"\"}");
        cluster.start("h1");
        cluster.untilVoters(Cluster.LONG, "h1");
        assertEquals(id, cluster.memberId("h1"));
        cluster.nothingIsLost();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void theRemovedFounderJoinsByItsFirstCommandLineAndANameIsTakenOnce() throws Exception {
        cluster.form(3, 3);
        String clusterId = cluster.clusterId();
        String id = cluster.memberId("h1");

        AgentProcess double2 = cluster.agents.start(new AgentProcess.Spec("h2", Ports.free(), Ports.free()),
                "--prefix", cluster.agents.directory().resolve("elsewhere").toString(),
                "--seeds", cluster.spec("h1").clientUrl());
        assertEquals(double2.printed(), 1, double2.exitCode(ENDED));
        assertTrue(double2.printed(), double2.printed().contains("h2")
                && double2.printed().contains(cluster.hostId("h2")));

        cluster.agent("h1").signal("TERM");
        assertEquals(0, cluster.agent("h1").exitCode(ENDED));
        assertEquals(Set.of("h2", "h3"), cluster.voters());
        cluster.start("h1");
        cluster.untilVoters(Cluster.LONG, "h1", "h2", "h3");
        assertEquals(clusterId, cluster.clusterId());
        assertNotEquals(id, cluster.memberId("h1"));
        cluster.nothingIsLost();
    }

    /** Two clusters that each believe in their own id; only a person can say which one this host is to be of. */
    @Test
    public void seedsOfAnotherClusterAreRefusedAndBothAreNamedAndTheWayOutIsTheOneThatIsNamed() throws Exception {
        cluster.form(1, 1);
        String theirs = cluster.clusterId();
        AgentProcess.Spec spec = cluster.spec("h2");
        AgentProcess founder = cluster.agents.start(spec, "--etcd", Cluster.etcd(Cluster.newest()));
        cluster.until(Cluster.LONG, "h2 has a cluster of its own", () -> cluster.serves("h2"));
        String own = cluster.gateway().clusterId(spec.clientUrl());
        assertNotEquals(theirs, own);
        founder.signal("TERM");
        assertEquals(0, founder.exitCode(ENDED));

        AgentProcess stray = cluster.start("h2");
        assertEquals(stray.printed(), 1, stray.exitCode(ENDED));
        for (String named : List.of(own, theirs, "--new-cluster")) {
            assertTrue(stray.printed(), stray.printed().contains(named));
        }
        assertEquals("nothing of it is left behind", List.of(), cluster.archived("h2"));

        cluster.start("h2", "--new-cluster");
        cluster.until(Cluster.LONG, "h2 waits", () -> cluster.isVolunteer("h2"));
        assertEquals("the old data is put aside", 1, cluster.archived("h2").size());
        cluster.resize(2);
        cluster.untilVoters(Cluster.LONG, "h1", "h2");
        assertEquals(theirs, cluster.clusterId());
        cluster.nothingIsLost();
    }
}
