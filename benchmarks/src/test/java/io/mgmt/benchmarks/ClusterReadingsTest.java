// SPDX-License-Identifier: Apache-2.0
package io.mgmt.benchmarks;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.Optional;
import org.junit.Test;

public final class ClusterReadingsTest {

    @Test
    public void comparesTheMedianWithTheReachAndShowsTheWorstToo() {
        Optional<Samples> ours = Optional.of(Samples.of(1, 2, 3, 4, 1500.4, 6, 7, 8, 9, 1600));
        assertEquals("| 3 → 5 | 0 of 6 | 15 s | – | 7 / 1500 / 1600 | ≤ 1500 | yes | 10 |\n",
                ClusterFigure.GROWN.markdown(Optional.empty(), ours));
        assertEquals("| 3 → 5 | 0 of 6 | 15 s | 2 / 2 / 2 | 1501 / 1501 / 1501 | ≤ 1500 | no | 1 |\n",
                ClusterFigure.GROWN.markdown(Optional.of(Samples.of(2)),
                        Optional.of(Samples.of(1501))));
        assertEquals("| 3 → 5 | 0 of 6 | 15 s | – | – | ≤ 1500 | no | 0 |\n",
                ClusterFigure.GROWN.markdown(Optional.empty(), Optional.empty()));
    }

    @Test
    public void saysHowManyWereRightAndWhatFailed() {
        ClusterReadings readings = new ClusterReadings("ours");
        readings.formed(true);
        readings.formed(false);
        readings.grown(new SteadyWriter.Seen(12, 95, 5, 7));
        readings.failed("run 2: h1 ended\nbadly");
        assertEquals("* ours: 1 of 2 formations had exactly 3 voters and never more; 3 → 5: 5 of 100"
                + " writes failed, 7 tries were turned away by one member.\n"
                + "* ours, a run was given up: run 2: h1 ended badly\n", readings.summary());
        assertFalse(readings.isComplete());
    }
}
