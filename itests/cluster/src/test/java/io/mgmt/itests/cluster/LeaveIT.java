// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** SIGTERM: the orderly end of one host, and of all. */
public class LeaveIT {

    /** To be replaced, or removed, and to stop. */
    private static final Duration ENDED = Duration.ofSeconds(40);

    @Rule
    public final Cluster cluster = new Cluster();

    @Test
    public void aHostThatLeavesIsReplacedThenRemovedAndTheLastOneKeepsAll() throws Exception {
        Writer writer = cluster.form(4, 3);
        String first = cluster.follower();
        Set<String> expected = cluster.othersAndSpare(first);
        writer.seen();
        Writer.Seen replaced = leaves(writer, first);
        assertEquals(expected, cluster.voters());
        assertEquals("the new one first, then the old one goes", 4, replaced.mostVoters());

        String second = cluster.raftLeader();
        expected.remove(second);
        Writer.Seen removed = leaves(writer, second);
        assertEquals("there is no spare left", expected, cluster.voters());
        assertEquals(3, removed.mostVoters());

        String third = cluster.raftLeader();
        expected.remove(third);
        leaves(writer, third);
        assertEquals(expected, cluster.voters());
        cluster.nothingIsLost();

        String last = expected.iterator().next();
        String id = cluster.memberId(last);
        cluster.agent(last).signal("TERM");
        assertEquals(0, cluster.agent(last).exitCode(ENDED));
        assertEquals(List.of(), cluster.agents.etcds());
        cluster.start(last);
        cluster.until(Cluster.LONG, "it serves again", () -> cluster.memberId(last).equals(id));
    }

    private Writer.Seen leaves(Writer writer, String host) throws Exception {
        long begin = System.nanoTime();
        cluster.agent(host).signal("TERM");
        assertEquals(0, cluster.agent(host).exitCode(ENDED));
        Writer.Seen seen = writer.seen();
        System.out.println(host + " left in " + (System.nanoTime() - begin) / 1_000_000 + " ms: " + seen);
        assertEquals("its etcd has ended", Optional.empty(), cluster.etcdOf(host));
        assertEquals("", cluster.memberId(host));
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        return seen;
    }

    @Test
    public void allAtOnceKeepEveryMemberAndAllDataAndComeBackInAnyOrder() throws Exception {
        Writer writer = cluster.form(3, 3);
        Set<String> ids = ids();
        String clusterId = cluster.clusterId();
        writer.close();
        for (String host : List.of("h2", "h1", "h3")) {
            cluster.agent(host).signal("TERM");
        }
        for (String host : List.of("h1", "h2", "h3")) {
            assertEquals(cluster.agent(host).printed(), 0, cluster.agent(host).exitCode(ENDED));
            assertTrue("it need not find out by silence: " + cluster.agent(host).printed(),
                    cluster.agent(host).printed().contains("every voter leaves: member and data are kept"));
        }
        assertEquals(List.of(), cluster.agents.etcds());
        cameBackAs(ids, clusterId, "h3", "h1", "h2");
        for (String host : List.of("h1", "h2", "h3")) {
            cluster.kill(host);
        }
        cameBackAs(ids, clusterId, "h2", "h3", "h1");
        cluster.nothingIsLost();
    }

    private void cameBackAs(Set<String> ids, String clusterId, String... order) throws Exception {
        for (String host : order) {
            cluster.start(host);
        }
        cluster.untilVoters(3);
        cluster.until(Cluster.LONG, "the cluster has a leader", () -> !cluster.leader().isEmpty());
        assertEquals(ids, ids());
        assertEquals(clusterId, cluster.clusterId());
    }

    private Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        cluster.members().forEach(member -> ids.add(member.id() + member.learner()));
        return ids;
    }
}
