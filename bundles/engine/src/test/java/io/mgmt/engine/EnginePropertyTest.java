// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.core.graph.Vertex;
import io.mgmt.graph.Graph;
import io.mgmt.graph.VertexState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;

/** Random graphs on real threads; what core promises must survive them. */
public class EnginePropertyTest {

    @Rule
    public final Stage stage = new Stage();

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private Graph graph(Map<String, Integer> wanted) {
        Stage.Plan plan = Stage.plan();
        int size = 1 + random.nextInt(30);
        for (int v = 0; v < size; v++) {
            wanted.put("r" + v, random.nextInt(3) + 1);
            plan.toys("r" + v + "=" + wanted.get("r" + v));
            for (int before = 0; before < v; before++) {
                if (random.nextInt(6) == 0) {
                    plan.edges("r" + before + " r" + v);
                }
            }
        }
        return plan.graph();
    }

    private void untilAllAre(Map<String, Integer> wanted) {
        eventually(Stage.SOON, "-Dseed=" + seed + " all are as wanted",
                () -> stage.report().converged()
                && stage.report().vertices().size() == wanted.size()
                && wanted.entrySet().stream().allMatch(e -> ("" + e.getValue())
                .equals(stage.world.values
                        .get(e.getKey()))));
    }

    @Test
    public void keepsTheOrderAndRepairsWhateverIsDisturbed() {
        Map<String, Integer> wanted = new HashMap<>();
        stage.file(graph(wanted)).start();
        untilAllAre(wanted);
        for (int round = 0; round < 40; round++) {
            if (random.nextInt(4) == 0) {
                wanted.clear();
                stage.file(graph(wanted)).ringFile();
            }
            for (int i = random.nextInt(10); i > 0; i--) {
                stage.world.disturb("r" + random.nextInt(30), "" + random.nextInt(4));
            }
            stage.timers.advance(Vertex.FIGHT_PAUSE);
            untilAllAre(wanted);
        }
    }

    @Test
    public void firstApplicationsFollowTheEdgesAndASecondRunChangesNothing() {
        Map<String, Integer> wanted = new HashMap<>();
        Graph graph = graph(wanted);
        Engine first = stage.file(graph).start();
        untilAllAre(wanted);
        List<String> applied = stage.world.logOf("apply");
        graph.edges().forEach(edge -> assertTrue("-Dseed=" + seed + " " + edge + " in " + applied,
                applied.indexOf("apply " + edge.from().name()) < applied.indexOf("apply "
                + edge.to().name())));
        first.close();
        stage.world.forget();
        stage.start();
        untilAllAre(wanted);
        assertEquals("-Dseed=" + seed, List.of(), stage.world.logOf("apply"));
    }

    @Test
    public void writesNothingWithNoop() {
        Map<String, Integer> wanted = new HashMap<>();
        stage.noop().file(graph(wanted)).start();
        stage.untilConverged();
        assertEquals("-Dseed=" + seed, Map.of(), stage.world.values);
        assertEquals(wanted.size(), stage.report().count(VertexState.NOOP));
    }
}
