// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.cluster;

import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** An operator writes another size, again and again; the hosts and their ports stay the same. */
@RunWith(Parameterized.class)
public class ResizeIT {

    private static final int ROUNDS = Integer.getInteger("resize.rounds", 1);
    private static final int HOSTS = 5;
    private static final int MOST_ARCHIVES = 3;

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return Cluster.versions();
    }

    @Rule
    public final Cluster cluster = new Cluster();

    private final String version;

    public ResizeIT(String version) {
        this.version = version;
    }

    @Test
    public void hostsAreUsedAgainAnyNumberOfTimes() throws Exception {
        cluster.use(version);
        Writer writer = cluster.form(HOSTS, 1);
        int now = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int size : new int[] {3, 5, 3, 1, 5}) {
                long begin = System.nanoTime();
                cluster.resize(size);
                cluster.untilVoters(size);
                Writer.Seen seen = writer.seen();
                System.out.println("etcd " + version + ": " + now + " to " + size + " in "
                        + (System.nanoTime() - begin) / 1_000_000 + " ms: " + seen);
                assertTrue(seen.toString(), seen.mostVoters() <= Math.max(now, size));
                assertTrue(seen.toString(), seen.gap().compareTo(Cluster.SHORT) < 0);
                now = size;
            }
        }
        for (int host = 1; host <= HOSTS; host++) {
            assertTrue(cluster.archived("h" + host).size() <= MOST_ARCHIVES);
        }
        cluster.nothingIsLost();
    }
}
