// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.engine.Stage.plan;
import static io.mgmt.engine.Stage.spec;
import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.Context;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;

/** Bundles around the engine, and the engine itself, are replaced while the graph runs. */
public class SwapTest {

    @Rule
    public final Stage stage = new Stage();

    private static final Graph GRAPH = plan().toys("a=1", "b=1").edges("a b").graph();

    private long checksOfA() {
        return stage.world.logOf("check").stream().filter("check a"::equals).count();
    }

    @Test
    public void leavesTheGraphAloneWhileNobodyReadsTheFile() {
        Engine engine = stage.assemble();
        GraphReader reader = file -> GRAPH;
        engine.setReader(reader);
        stage.bring("toy", stage.world);
        engine.activate();
        stage.untilConverged();
        long checks = checksOfA();
        engine.unsetReader(reader);
        engine.setReader(file -> plan().toys("a=1", "b=1", "c=1").edges("a b").graph());
        eventually(Stage.SOON, "the change is read", () -> stage.report().vertices().size() == 3);
        stage.untilConverged();
        assertEquals("a was left alone", checks, checksOfA());
    }

    @Test
    public void waitsForABundleThatReadsTheFile() {
        Engine engine = stage.assemble();
        stage.bring("toy", stage.world);
        GraphReader reader = file -> GRAPH;
        engine.setReader(reader);
        engine.unsetReader(reader);
        engine.activate();
        stage.assertLogged("h1 graph waits: reason=\"a bundle is missing\"");
        stage.assertLogged("no bundle here reads graph files");
        engine.setReader(reader);
        stage.untilConverged();
    }

    @Test
    public void tellsOfAKindThatIsThereTwiceAndKeepsTheFirst() {
        Engine engine = stage.file(GRAPH).start();
        stage.untilConverged();
        long checks = checksOfA();
        ResourceType other = spec -> {
            throw new AssertionError("the first one stays");
        };
        engine.addKind(other, Map.of(ResourceType.KIND, "toy", "service.id", 2L));
        stage.assertLogged("h1 kind is there twice: kind=toy used=io.mgmt.engine.ToyWorld unused=");
        engine.removeKind(other);
        stage.untilConverged();
        assertEquals(checks, checksOfA());
        assertEquals(VertexState.IN_STATE, stage.vertex("b").state());
    }

    /** A person would look for what is wrong. */
    @Test
    public void whatIsCancelledForTheNextEngineHasNotFailed() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        stage.world.onApply.put("a", context -> {
            context.onCancel(cancelled::countDown);
            running.countDown();
            cancelled.await();
            throw new ResourceException("cancelled");
        });
        stage.file(GRAPH).start();
        assertTrue(running.await(20, TimeUnit.SECONDS));
        stage.world.onApply.clear();
        stage.replaceEngine();
        stage.untilConverged();
        assertEquals(List.of(), stage.logged("failed toy[a]"));
    }

    /** b waits for c when a, which notifies it, has changed; the next engine finds a in state. */
    @Test
    public void aRefreshThatIsDueIsLeftToTheNextEngine() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        stage.world.onApply.put("c", context -> {
            CountDownLatch cancelled = new CountDownLatch(1);
            context.onCancel(cancelled::countDown);
            running.countDown();
            cancelled.await();
            throw new ResourceException("cancelled");
        });
        stage.file(plan().toys("a=1", "b=1", "c=1").notifies("a", "b").edges("c b").graph()).start();
        assertTrue(running.await(20, TimeUnit.SECONDS));
        eventually(Stage.SOON, "a is applied", () -> stage.vertex("a").state() == VertexState.IN_STATE);
        stage.world.onApply.clear();
        stage.replaceEngine();
        stage.untilConverged();
        assertEquals(List.of("apply a", "apply c", "apply b"), stage.world.logOf("apply"));
        assertEquals(List.of("refresh b"), stage.world.logOf("refresh"));
        stage.replaceEngine();
        stage.untilConverged();
        assertEquals("once", List.of("refresh b"), stage.world.logOf("refresh"));
    }

    @Test
    public void theNextEngineFindsWhatResourcesHaveNoted() {
        Map<String, String> memory = new HashMap<>();
        Context before = new WorkContext(new Recollection(memory, spec("a", "1")));
        assertTrue(before.recall().isEmpty());
        before.remember("ran");
        assertEquals("ran", new WorkContext(new Recollection(memory, spec("a", "1"))).recall().orElseThrow());
        assertTrue("it asks for something else",
                new WorkContext(new Recollection(memory, spec("a", "2"))).recall().isEmpty());
        Recollection.forget(memory, spec("a", "1").ref());
        assertTrue(before.recall().isEmpty());
    }

    @Test
    public void aResourceThatLeavesTheGraphIsForgottenAndOneThatItsEngineLeavesIsNot() {
        stage.file(GRAPH).start();
        stage.untilConverged();
        for (String name : List.of("a", "b")) {
            new Recollection(stage.memory.of("io.mgmt.engine"), spec(name, "1")).remember("ran");
        }
        stage.replaceEngine();
        stage.untilConverged();
        assertEquals(2, stage.memory.of("io.mgmt.engine").size());
        stage.file(plan().toys("a=1").graph()).ringFile();
        eventually(Stage.SOON, "b has left", () -> stage.report().vertices().size() == 1);
        assertEquals(List.of("toy[a]"), List.copyOf(stage.memory.of("io.mgmt.engine").keySet()));
    }
}
