// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import org.junit.Test;

/** A decision may take 1 ms with 1,000 hosts and 20 ms with 10,000, the ranking of all of them included. */
public class StepSpeedTest {

    /** The quickest of these counts: on a busy machine the others say more about the machine. */
    private static final int TRIES = 200;

    @Test
    public void decidesQuicklyAboutManyHosts() {
        for (Scene busy : new Scene[] {null, Scene.cluster().voters("h1", "h2", "h3", "h4", "h5")
                .dead("h3", 30)}) {
            double thousand = millis(busy, 1_000);
            double tenThousand = millis(busy, 10_000);
            System.out.printf("decision: %.2f ms with 1,000 hosts, %.2f ms with 10,000%n", thousand, tenThousand);
            assertTrue(thousand + " ms with 1,000 hosts", thousand <= 1);
            assertTrue(tenThousand + " ms with 10,000 hosts", tenThousand <= 20);
        }
    }

    private static double millis(Scene begun, int hosts) {
        Scene scene = begun == null ? Scene.cluster().voters("h1") : begun;
        for (int i = 10; i < hosts; i++) {
            scene.volunteers("h" + i).zone("z" + i % 7, "h" + i);
        }
        ClusterView view = scene.view();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long begin = System.nanoTime();
            Step step = Step.next(view, 5, Delays.DEFAULTS);
            best = Math.min(best, System.nanoTime() - begin);
            assertTrue(step.toString(), step instanceof Step.AddLearner || step instanceof Step.Remove);
        }
        return best / 1e6;
    }
}
