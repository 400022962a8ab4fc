// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** SIGSTOP: connections stand, and nobody answers. */
public class PauseIT {

    private static final int ORPHAN_SECONDS = 15;
    private static final Duration ELECTION = Duration.ofMillis(3000);

    @Rule
    public final Cluster cluster = new Cluster();

    /** Its agent lives, says so, and makes room; the host is a spare again. */
    @Test
    public void aVoterThatIsSilentForLongIsReplacedAndItsHostIsUsedAgain() throws Exception {
        Writer writer = cluster.form(4, 3);
        String silent = cluster.follower();
        String id = cluster.memberId(silent);
        Set<String> expected = cluster.othersAndSpare(silent);
        writer.seen();
        AgentProcess.kill("STOP", String.valueOf(cluster.etcdOf(silent).orElseThrow().pid()));
        cluster.untilVoters(Cluster.LONG, expected.toArray(String[]::new));
        Writer.Seen seen = writer.seen();
        System.out.println("etcd stopped: " + seen);
        assertEquals(3, seen.mostVoters());
        assertTrue(seen.toString(), seen.gap().compareTo(ELECTION) < 0);
        cluster.until(Cluster.LONG, "its etcd has ended", () -> cluster.etcdOf(silent).isEmpty());
        cluster.until(Cluster.LONG, "its data is put away", () -> cluster.archived(silent).size() == 1);
        cluster.resize(4);
        cluster.untilVoters(4);
        assertTrue(!cluster.memberId(silent).equals(id));
        cluster.nothingIsLost();
    }

    /** Its etcd serves on: an orphan costs nothing for a while. */
    @Test
    public void anAgentThatIsStoppedCostsNothingBeforeTheOrphanDelay() throws Exception {
        Writer writer = cluster.form(4, 3, "--set", "io.mgmt.membership/orphanSeconds=" + ORPHAN_SECONDS);
        String stopped = cluster.follower();
        Set<String> before = new TreeSet<>(cluster.voters());
        Set<String> expected = cluster.othersAndSpare(stopped);
        writer.seen();
        long begin = System.nanoTime();
        cluster.agent(stopped).signal("STOP");
        cluster.until(Cluster.LONG, "its session ends", () -> !cluster.isVolunteer(stopped));
        cluster.until(Cluster.LONG, "the voters change", () -> !cluster.voters().equals(before));
        Duration kept = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue("kept for " + kept, kept.toSeconds() >= ORPHAN_SECONDS);
        cluster.untilVoters(Cluster.LONG, expected.toArray(String[]::new));
        Writer.Seen seen = writer.seen();
        System.out.println("agent stopped, replaced after " + kept + ": " + seen);
        assertEquals("the new one first, then the old one goes", 4, seen.mostVoters());
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        cluster.agent(stopped).signal("CONT");
        cluster.until(Cluster.LONG, "it waits for another place", () -> cluster.isVolunteer(stopped));
        cluster.nothingIsLost();
    }
}
