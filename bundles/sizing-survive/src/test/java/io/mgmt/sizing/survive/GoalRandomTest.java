// SPDX-License-Identifier: Apache-2.0
package io.mgmt.sizing.survive;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.cluster.ClusterView;
import io.mgmt.testkit.RandomViews;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Holds what is claimed of a size against voters that are placed one by one, where zones are emptiest. */
public final class GoalRandomTest {

    @Test
    public void aSizeThatSpreadsLosesAnyZoneAndKeepsAQuorum() {
        RandomViews views = RandomViews.seeded();
        for (ClusterView view : views.next(5_000)) {
            Ground ground = Ground.of(view);
            for (int size = 1; size <= Math.min(9, ground.liveHosts()); size += 2) {
                assertEquals("seed=" + views.seed() + " size=" + size + " " + ground,
                        size - fullestZone(ground, size) > size / 2, ground.spreads(size));
            }
        }
    }

    @Test
    public void everySizeIsOdd() {
        RandomViews views = RandomViews.seeded();
        for (ClusterView view : views.next(5_000)) {
            for (int failures = 0; failures <= 4; failures++) {
                int voters = new Goal(failures, failures % 2 == 0).reach(Ground.of(view)).voters();
                assertTrue("seed=" + views.seed() + " voters=" + voters, voters % 2 == 1);
            }
        }
    }

    private static int fullestZone(Ground ground, int size) {
        List<Integer> room = new ArrayList<>(ground.live().values());
        int[] placed = new int[room.size()];
        int fullest = 0;
        for (int voter = 0; voter < size; voter++) {
            int emptiest = -1;
            for (int i = 0; i < placed.length; i++) {
                if (placed[i] < room.get(i) && (emptiest < 0 || placed[i] < placed[emptiest])) {
                    emptiest = i;
                }
            }
            placed[emptiest]++;
            fullest = Math.max(fullest, placed[emptiest]);
        }
        return fullest;
    }
}
