// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** A joiner of etcd 3.6 or later kills running members of 3.4. */
public class VersionIT {

    @Rule
    public final Cluster cluster = new Cluster();

    @Test
    public void aHostWithMuchNewerEtcdWaitsBesideOldVoters() throws Exception {
        cluster.use("3.4.23");
        cluster.form(1, 3);
        cluster.start("h2", "--etcd", Cluster.etcd("3.7.2"));
        cluster.until(Cluster.LONG, "the leader says why it does not take h2", () -> cluster.decisions().values()
                .stream().anyMatch(decision -> decision.contains("h2 cannot be chosen: it runs etcd 3.7.2")));
        Agents.Result why = cluster.agents.mgmt("why", "h2", "--hostname", "h1", "--prefix",
                cluster.agents.prefix().toString());
        assertTrue(why.toString(), why.out().contains("it runs etcd 3.7.2"));
        cluster.start("h3");
        cluster.untilVoters(Cluster.LONG, "h1", "h3");
        assertEquals(Set.of("h1", "h3"), cluster.voters());
        cluster.nothingIsLost();
    }
}
