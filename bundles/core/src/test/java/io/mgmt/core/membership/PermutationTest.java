// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.membership;

import static org.junit.Assert.assertEquals;

import io.mgmt.cluster.ClusterView;
import io.mgmt.cluster.PlacementPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** S7: the same view gives the same answer, in whatever order its parts were read. */
public class PermutationTest {

    private static final int VIEWS = 3_000;
    private static final PlacementPolicy PLACEMENT = Spread.ZONES;

    @Test
    public void theOrderOfWhatWasReadDoesNotMatter() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < VIEWS; i++) {
            Scene scene = scene(random);
            int wanted = 1 + random.nextInt(7);
            ClusterView first = scene.view(random);
            ClusterView second = scene.view(random);
            String where = "seed=" + seed + " view " + i;
            assertEquals(where, first, second);
            assertEquals(where, Spread.next(first, wanted, Delays.DEFAULTS), Spread.next(second, wanted, Delays.DEFAULTS));
            assertEquals(where, Why.of(first, wanted, Spread.ZONES.rank(first), Delays.DEFAULTS),
                    Why.of(second, wanted, Spread.ZONES.rank(second), Delays.DEFAULTS));
            assertEquals(where, Plan.of(first, wanted, PLACEMENT, Delays.DEFAULTS),
                    Plan.of(second, wanted, PLACEMENT, Delays.DEFAULTS));
        }
    }

    /** Up to 12 hosts, each in any state. */
    private static Scene scene(Random random) {
        Scene scene = Scene.cluster();
        List<String> voters = new ArrayList<>();
        int hosts = 2 + random.nextInt(11);
        for (int i = 1; i <= hosts; i++) {
            String name = "h" + i;
            switch (i == 1 ? 0 : random.nextInt(6)) {
                case 0, 1, 2 -> scene.voters(name);
                case 3 -> scene.volunteers(name);
                case 4 -> scene.inStep(name);
                default -> scene.nominated(name, random.nextInt(60));
            }
            if (random.nextInt(4) == 0) {
                switch (random.nextInt(7)) {
                    case 0 -> scene.dead(name, random.nextInt(100));
                    case 1 -> scene.down(name, random.nextInt(100));
                    case 2 -> scene.orphan(name, random.nextInt(100));
                    case 3 -> scene.broken(name);
                    case 4 -> scene.leaving(name, random.nextInt(60));
                    case 5 -> scene.banned(name, "it failed");
                    default -> scene.byHand("x" + i, random.nextBoolean());
                }
            }
            scene.zone("z" + random.nextInt(3), name).failed(name, random.nextInt(3));
            voters.add(name);
        }
        return scene.led(voters.get(random.nextInt(voters.size()))).raftLed(voters.get(random.nextInt(voters.size())));
    }
}
