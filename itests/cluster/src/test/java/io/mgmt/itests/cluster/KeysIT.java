// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.testkit.Ports;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

/** What people do to the keys and to the members by hand. */
public class KeysIT {

    @Rule
    public final Cluster cluster = new Cluster();

    @Test
    public void neitherDeletedKeysNorWrongSizesNorAMemberAddedByHandCostAnything() throws Exception {
        Writer writer = cluster.form(4, 3);
        List<Gateway.Member> members = cluster.members();
        Set<String> before = lasting();
        writer.seen();

        cluster.ask(url -> {
            cluster.gateway().delete(url, "/_mgmt/");
            return "";
        });
        before.remove("/_mgmt/idealClusterSize");
        cluster.until(Cluster.LONG, "the keys are there again: " + before, () -> lasting().containsAll(before));
        assertEquals("3", cluster.keys("/_mgmt/accepted/").get("/_mgmt/accepted/idealClusterSize"));
        assertEquals(members, cluster.members());

        for (String wrong : List.of("abc", "0", "-3", "70000", "")) {
            cluster.put("/_mgmt/idealClusterSize", wrong);
            cluster.until(Cluster.LONG, "the leader has read it", () -> cluster.agent(cluster.leader()).printed()
                    .contains("\"" + wrong + "\""));
        }
        assertEquals("3", cluster.keys("/_mgmt/accepted/").get("/_mgmt/accepted/idealClusterSize"));
        assertEquals(members, cluster.members());

        String byHand = "http://127.0.0.1:" + Ports.free();
        // etcd takes none within 5 s of the last one that came.
        cluster.until(Cluster.LONG, "etcd takes a member by hand", () -> cluster.takes(byHand));
        String id = cluster.members().stream().filter(member -> member.peerUrls().equals(List.of(byHand)))
                .findFirst().orElseThrow().id();
        cluster.resize(4);
        cluster.until(Cluster.LONG, "the leader names the member that blocks", () -> cluster.decisions().values()
                .stream().anyMatch(decision -> decision.contains("mgmt etcdctl member remove " + id)));
        assertEquals("it is left alone", members.size() + 1, cluster.members().size());
        cluster.ask(url -> {
            cluster.gateway().remove(url, id);
            return "";
        });
        cluster.untilVoters(4);
        Writer.Seen seen = writer.seen();
        System.out.println("keys deleted, wrong sizes: " + seen);
        assertTrue(seen.toString(), seen.mostVoters() <= 4);
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        cluster.nothingIsLost();
    }

    /** All but what tells of the past, and who leads. */
    private Set<String> lasting() {
        Set<String> keys = new TreeSet<>(cluster.keys("/_mgmt/").keySet());
        keys.removeIf(key -> key.startsWith("/_mgmt/decisions/") || key.startsWith("/_mgmt/leader/")
                || key.equals("/_mgmt/op"));
        return keys;
    }
}
