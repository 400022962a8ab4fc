// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** SIGKILL, for whatever there is, while a fourth host waits to take a place. */
public class DeathIT {

    /** What is left to the cluster beyond the replacement delay; more than its own 2 s if the machine is busy. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(20);
    private static final Duration ELECTION = Duration.ofMillis(3000);

    @Rule
    public final Cluster cluster = new Cluster();

    @Test
    public void aSpareTakesThePlaceOfAFollowerAndThenOfTheLeader() throws Exception {
        Writer writer = cluster.form(4, 3);
        String spare = cluster.spare();
        String follower = cluster.follower();
        replaces(writer, follower, spare, Cluster.SHORT);
        // Back again, with the data of a member that there is no more: the next spare.
        cluster.start(follower);
        cluster.until(Cluster.LONG, follower + " waits", () -> cluster.isVolunteer(follower));
        replaces(writer, cluster.raftLeader(), follower, ELECTION);
        cluster.nothingIsLost();
    }

    private void replaces(Writer writer, String dead, String spare, Duration longestGap) {
        Set<String> expected = new TreeSet<>(cluster.voters());
        expected.remove(dead);
        expected.add(spare);
        writer.seen();
        long begin = System.nanoTime();
        cluster.kill(dead);
        cluster.untilVoters(REPLACED_WITHIN, expected.toArray(String[]::new));
        Writer.Seen seen = writer.seen();
        System.out.println("killed " + dead + ", replaced in " + (System.nanoTime() - begin) / 1_000_000 + " ms: "
                + seen);
        assertEquals(3, seen.mostVoters());
        assertTrue(seen.toString(), seen.gap().compareTo(longestGap) < 0);
    }

    @Test
    public void etcdAloneIsStartedAgainAndTheAgentAloneFindsItAgain() throws Exception {
        Writer writer = cluster.form(4, 3);
        List<Gateway.Member> members = cluster.members();
        String follower = cluster.follower();
        long before = cluster.etcdOf(follower).orElseThrow().pid();
        writer.seen();

        cluster.killEtcd(follower);
        cluster.until(Cluster.LONG, "its agent starts it again", () -> cluster.serves(follower));
        long again = cluster.etcdOf(follower).orElseThrow().pid();
        assertNotEquals(before, again);

        cluster.agent(follower).killAgent();
        cluster.until(Cluster.LONG, "its session ends", () -> !cluster.isVolunteer(follower));
        assertTrue("its etcd serves on", cluster.serves(follower));
        cluster.start(follower);
        cluster.until(Cluster.LONG, "it is here again", () -> cluster.isVolunteer(follower));
        assertEquals("adopted", again, cluster.etcdOf(follower).orElseThrow().pid());

        Writer.Seen seen = writer.seen();
        System.out.println("etcd alone, agent alone: " + seen);
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        assertEquals("nobody was removed or added", members, cluster.members());
        cluster.nothingIsLost();
    }
}
