// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** Many hosts start at the same instant, with every version of etcd that is to be tested. */
@RunWith(Parameterized.class)
public class FormationIT {

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return Cluster.versions();
    }

    @Rule
    public final Cluster cluster = new Cluster();

    private final String version;

    public FormationIT(String version) {
        this.version = version;
    }

    @Test
    public void fiveHostsAtOnceBecomeFiveVoters() throws Exception {
        forms(5);
    }

    @Test
    public void fiveHostsAtOnceBecomeThreeVotersAndTwoThatWait() throws Exception {
        forms(3);
    }

    private void forms(int size) throws IOException, InterruptedException {
        cluster.use(version);
        Writer writer = cluster.form(5, size);
        Writer.Seen seen = writer.seen();
        System.out.println("etcd " + version + ": " + size + " voters from 5 hosts: " + seen);
        // The last one may have been promoted a moment ago.
        assertTrue(seen.toString(), seen.mostVoters() <= size);
        assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
        cluster.nothingIsLost();
    }
}
