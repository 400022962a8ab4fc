// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one engine, one stage: each test is a few lines, and apart they would share all of them.
package io.mgmt.engine;

import static io.mgmt.engine.Stage.SOON;
import static io.mgmt.engine.Stage.plan;
import static io.mgmt.engine.Stage.retry;
import static io.mgmt.engine.Stage.spec;
import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import io.mgmt.resource.ResourceException;
import io.mgmt.resource.Watch;
import io.mgmt.testkit.PlainMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EngineTest {

    @Rule
    public final Stage stage = new Stage();
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ToyWorld world = stage.world;

    private void started(Graph graph) {
        stage.file(graph).start();
        stage.untilConverged();
    }

    @Test
    public void bringsEveryResourceIntoStateInTheOrderOfTheEdges() {
        started(plan().toys("c=1", "b=1", "a=1").edges("a b", "b c").graph());
        assertEquals(List.of("apply a", "apply b", "apply c"), world.logOf("apply"));
        assertEquals(Map.of("a", "1", "b", "1", "c", "1"), world.values);
        assertEquals(3, stage.report().count(VertexState.IN_STATE));
        assertEquals(1, stage.vertex("a").changes());
        stage.assertLogged("h1 graph: name=\"g\" vertices=3 edges=2 added=3 removed=0 replaced=0");
        stage.assertLogged("h1 applied toy[a]: drift=\"\\\"\\\", wanted \\\"1\\\"\" tookMs=0");
        stage.assertLogged("h1 converged: graph=\"g\" vertices=3 failed=0 waiting=0 tookMs=0");
    }

    @Test
    public void armsTheWatchBeforeTheFirstCheck() {
        started(plan().toys("a=1").graph());
        assertEquals(List.of("create a", "watch a", "check a", "apply a", "check a"), world.log());
    }

    @Test
    public void repairsWhatIsChangedFromOutside() {
        started(plan().toys("a=1", "b=1").edges("a b").graph());
        world.disturb("a", "broken");
        eventually(SOON, "repaired", () -> world.logOf("apply").size() == 3);
        eventually(SOON, "counted", () -> stage.vertex("a").changes() == 2);
        assertEquals("1", world.values.get("a"));
    }

    @Test
    public void findsEdgesByWhatResourcesProvideAndUse() {
        started(plan().with(new ResourceSpec(Stage.toy("b"), Meta.DEFAULT,
                Map.of("want", "1", "uses", List.of("a")))).toys("a=1").graph());
        assertEquals(List.of("apply a", "apply b"), world.logOf("apply"));
    }

    @Test
    public void refreshesAfterAChangeByANotifyEdge() {
        started(plan().toys("a=1", "b=1").notifies("a", "b").graph());
        assertEquals(List.of("refresh b"), world.logOf("refresh"));
        world.disturb("a", "broken");
        eventually(SOON, "refreshed again", () -> world.logOf("refresh").size() == 2);
        stage.assertLogged("h1 applied toy[b]: drift=\"\\\"\\\", wanted \\\"1\\\"\""
                + " refreshed=true tookMs=0");
        eventually(SOON, "logged", () -> !stage.logged("h1 refreshed toy[b]: tookMs=0").isEmpty());
    }

    @Test
    public void endsWithEveryProblemIfTheFileIsWrong() {
        ResourceSpec wrong = new ResourceSpec(Stage.toy("b"), Meta.DEFAULT, Map.of("wnt", "1"),
                new Position("g.yaml", 5, 3), Map.of("wnt", new Position("g.yaml", 6, 10)));
        stage.agent().file(plan().toys("a=1").with(wrong).edges("a x").graph()).start();
        assertEquals(List.of("1 edge \"a x\" goes to toy[x], which is not in this graph\n"
                + "  Add it under \"resources\", or remove the edge. Known: toy[a], toy[b].\n"
                + "g.yaml:6:10: toy[b]: \"wnt\" is not a field of toy\n  Known: path, uses, want."),
                stage.ends);
        assertEquals("what was made is closed again, also what was made to find more problems",
                List.of("create a", "create b", "close b", "close a"), world.log());
        assertTrue(stage.report().problem().contains("is not a field of toy"));
        assertFalse(stage.report().converged());
    }

    @Test
    public void withoutAnAgentItTriesAgainWhenTheFileChanges() {
        stage.brokenFile("it is broken").start();
        assertEquals(1, stage.logged(
                "h1 graph cannot start: it is tried again when the file changes or a kind comes")
                .size());
        stage.ringFile();
        assertEquals("said once", 1, stage.logged("graph cannot start").size());
        stage.file(plan().toys("a=1").graph()).ringFile();
        stage.until("a", VertexState.IN_STATE);
        assertEquals("", stage.report().problem());
    }

    /** Without a launcher bundles start in any order. */
    @Test
    public void withoutAnAgentItWaitsForAKindWhoseBundleIsStillToStart() {
        stage.file(plan().toys("a=1").graph()).assemble().activate();
        assertEquals(1, stage.logged("h1 graph waits: reason=\"a bundle is missing\"").size());
        stage.bring("toy", world);
        stage.until("a", VertexState.IN_STATE);
    }

    /** The launcher starts the kinds first, so that a wrong kind ends the agent before etcd is started. */
    @Test
    public void endsTheAgentAtOnceForAKindThatIsNotThere() {
        Engine engine = stage.agent().file(plan().toys("a=1").graph()).assemble();
        stage.bring("noop", world);
        engine.activate();
        assertEquals(List.of("1 \"toy\" is not a kind of resource\n  Known: noop."), stage.ends);
    }

    @Test
    public void takesOverAChangedFileAndLeavesTheRestUntouched() {
        started(plan().toys("a=1", "b=1", "c=1").edges("a b").graph());
        world.forget();
        stage.file(plan().toys("a=1", "b=2", "d=1").edges("a b", "a d").graph()).ringFile();
        stage.until("d", VertexState.IN_STATE);
        stage.untilConverged();
        assertEquals("2", world.values.get("b"));
        assertTrue(world.log().toString(), world.log().stream()
                .noneMatch(line -> line.endsWith(" a")));
        assertEquals(List.of("create b", "create d"), world.logOf("create"));
        assertEquals(List.of("close b", "close c"), world.logOf("close").stream().sorted()
                .toList());
        stage.assertLogged("h1 graph: name=\"g\" vertices=3 edges=2 added=1 removed=1 replaced=1");
        assertEquals("no watch is left over", 3, world.armed());
    }

    @Test
    public void theRunningGraphGoesOnWhenTheFileIsBrokenUntilItIsRightAgain() {
        started(plan().toys("a=1").graph());
        stage.brokenFile("it is broken").ringFile();
        eventually(SOON, "reported", () -> stage.report().problem()
                .equals("g.yaml:3:1: it is broken\n  Mend it."));
        stage.ringFile();
        world.disturb("a", "broken");
        eventually(SOON, "repaired", () -> "1".equals(world.values.get("a")));
        stage.brokenFile("it is broken in another way").ringFile();
        eventually(SOON, "reported too", () -> stage.logged(
                "g.yaml:3:1: it is broken in another way").size() == 1);
        assertEquals("said once", 1, stage.logged("g.yaml:3:1: it is broken").size() - 1);
        stage.file(plan().toys("a=2").graph()).ringFile();
        eventually(SOON, "the mended file runs", () -> "2".equals(world.values.get("a")));
        assertEquals("", stage.report().problem());
        stage.assertLogged("h1 graph file is right again: file=g.yaml");
        assertEquals(List.of(), stage.ends);
    }

    @Test
    public void doesNotWatchTheFileIfAskedNotTo() {
        stage.noWatch().file(plan().toys("a=1").graph()).start();
        assertFalse(stage.watchesFile());
    }

    @Test
    public void runsAnEmptyGraphWithoutAFile() throws Exception {
        Settings settings = new Settings(Optional.empty(), false, true, Optional.empty(),
                Optional.empty(), Optional.empty());
        Engine engine = new Engine(settings, stage.timers, new PlainMemory(), "h1");
        engine.setReader(path -> {
            throw new AssertionError("no file is read");
        });
        engine.activate();
        eventually(SOON, "converged", () -> engine.report().converged());
        assertEquals("empty", engine.report().graph());
        assertEquals("", engine.report().source());
        engine.close();
    }

    @Test
    public void waitsWhileTheBundleOfAKindIsAwayAndGoesOnWhenItIsBack() {
        Engine engine = stage.file(plan().toys("a=1", "b=1").edges("a b").graph()).start();
        stage.untilConverged();
        engine.removeKind(world);
        stage.until("a", VertexState.WAITING);
        assertEquals("no bundle here provides the kind toy", stage.vertex("a").reason());
        assertEquals("one line for all", 1,
                stage.logged("h1 waits: vertices=2 reason=\"no bundle here provides the kind toy\"")
                .size());
        eventually(SOON, "closed", () -> world.logOf("close").size() == 2);
        assertEquals(0, world.armed());
        world.disturb("a", "broken");
        stage.bring("toy", world);
        stage.until("b", VertexState.IN_STATE);
        assertEquals("1", world.values.get("a"));
        assertEquals("the count goes on", 2, stage.vertex("a").changes());
    }

    @Test
    public void takesTheBetterOfTwoBundlesForAKind() {
        Engine engine = stage.file(plan().toys("a=1").graph()).start();
        stage.untilConverged();
        ToyWorld better = new ToyWorld();
        engine.addKind(better, Map.of("resource.kind", "toy", "service.id", 2L, "service.ranking",
                5));
        eventually(SOON, "the better one took over", () -> better.values.containsKey("a"));
        engine.removeKind(better);
        eventually(SOON, "the old one is back", () -> world.logOf("create").size() == 2);
    }

    @Test
    public void triesAgainAsMetaSaysAndLogsEachReasonOnce() {
        AtomicInteger fails = new AtomicInteger(3);
        world.onApply.put("a", context -> {
            if (fails.getAndDecrement() > 0) {
                throw new ResourceException("no space left after " + fails + "0 ms. Free some.");
            }
        });
        stage.file(plan().with(spec("a", "1").withMeta(retry(3, 500))).toys("b=1").edges("a b")
                .graph()).start();
        for (int tries = 1; tries <= 3; tries++) {
            int done = tries;
            eventually(SOON, "try " + tries, () -> world.logOf("check").size() == done);
            stage.until("a", VertexState.RETRYING);
            assertEquals("no space left after " + (3 - tries) + "0 ms. Free some.",
                    stage.vertex("a").reason());
            assertEquals("waits for toy[a]", stage.vertex("b").reason());
            assertFalse(stage.report().converged());
            stage.timers.advance(Duration.ofMillis(499));
            assertEquals(tries, world.logOf("check").size());
            stage.timers.advance(Duration.ofMillis(1));
        }
        stage.until("b", VertexState.IN_STATE);
        assertEquals(1, stage.logged("h1 failed toy[a]: reason=").size());
        stage.assertLogged("reason=\"no space left after 20 ms. Free some.\" retry=3 delayMs=500");
        stage.assertLogged("h1 in state toy[a]: before=\"tries again: no space left after 20 ms."
                + " Free some.\"");
    }

    @Test
    public void aFailureThatStaysIsAnErrorAndTheRestGoesOn() {
        world.onCheck.put("a", context -> {
            throw new ResourceException("no such user. Create it.");
        });
        stage.agent().convergedAfter(5).file(plan().toys("a=1", "b=1", "c=1").edges("a b").graph())
                .start();
        stage.untilConverged();
        assertEquals(VertexState.FAILED, stage.vertex("a").state());
        assertEquals("waits for toy[a], which failed", stage.vertex("b").reason());
        assertEquals(VertexState.IN_STATE, stage.vertex("c").state());
        stage.assertLogged("h1 failed toy[a]: reason=\"no such user. Create it.\" tries=1");
        stage.timers.advance(Duration.ofSeconds(5));
        eventually(SOON, "ended", () -> !stage.ends.isEmpty());
        assertEquals("2 converged: nothing to do for 5 s; graph \"g\", 3 resources, 1 failed:"
                + " toy[a], 1 waiting: toy[b].", stage.ends.get(0));
    }

    @Test
    public void whateverAKindThrowsFailsItsOwnVertexOnly() {
        world.onCheck.put("a", context -> {
            throw new IllegalStateException("oops");
        });
        world.onApply.put("b", context -> {
            throw new NoClassDefFoundError("gone");
        });
        world.onWatch.put("c", context -> {
            throw new ResourceException("no watch left. Raise fs.inotify.max_user_watches.");
        });
        started(plan().toys("a=1", "b=1", "c=1", "d=1").graph());
        assertEquals("the bundle of this kind failed: java.lang.IllegalStateException: oops."
                + " Report it, or take another version of it.", stage.vertex("a").reason());
        assertEquals(VertexState.FAILED, stage.vertex("b").state());
        assertEquals("no watch left. Raise fs.inotify.max_user_watches.",
                stage.vertex("c").reason());
        assertEquals(VertexState.IN_STATE, stage.vertex("d").state());
        assertEquals("nothing is checked without a watch", List.of(), world.logOf("check").stream()
                .filter(line -> line.endsWith("c")).toList());
    }

    @Test
    public void changesNothingWithNoop() {
        stage.noop();
        started(plan().toys("a=1", "b=1").notifies("a", "b").graph());
        assertEquals(Map.of(), world.values);
        assertEquals(2, stage.report().count(VertexState.NOOP));
        assertEquals("\"\", wanted \"1\"", stage.vertex("a").reason());
        stage.assertLogged("h1 would apply toy[a]: drift=\"\\\"\\\", wanted \\\"1\\\"\"");
        world.ring("a");
        eventually(SOON, "checked again", () -> world.logOf("check").size() == 3);
        assertEquals("said once", 1, stage.logged("would apply toy[a]").size());
        assertEquals(List.of(), world.logOf("refresh"));
    }

    @Test
    public void pollsWhatAsksForIt() {
        Meta poll = new Meta(false, 0, Duration.ZERO, Duration.ofSeconds(30), true, true);
        started(plan().with(spec("a", "").withMeta(poll)).graph());
        assertEquals(1, world.logOf("check").size());
        for (int checks = 2; checks < 5; checks++) {
            int done = checks;
            stage.timers.advance(Duration.ofSeconds(30));
            eventually(SOON, "check " + checks, () -> world.logOf("check").size() == done);
            stage.untilConverged();
        }
    }

    @Test
    public void endsOnceNothingWasToDoForTheConvergedTimeout() {
        stage.agent().convergedAfter(10);
        started(plan().toys("a=1").graph());
        stage.timers.advance(Duration.ofSeconds(9));
        world.disturb("a", "broken");
        eventually(SOON, "repaired", () -> stage.vertex("a").changes() == 2);
        stage.untilConverged();
        stage.timers.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), stage.ends);
        stage.timers.advance(Duration.ofSeconds(1));
        eventually(SOON, "ended", () -> !stage.ends.isEmpty());
        assertEquals(List.of("0 converged: nothing to do for 10 s; graph \"g\", 1 resources."),
                stage.ends);
    }

    @Test
    public void endsAfterTheLongestRunWhateverItDoes() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        world.onCheck.put("a", context -> context.await(() -> hold.await(20, TimeUnit.SECONDS)));
        stage.agent().endsAfter(60).file(plan().toys("a=1").graph()).start();
        eventually(SOON, "running", () -> !world.logOf("check").isEmpty());
        stage.timers.advance(Duration.ofSeconds(60));
        eventually(SOON, "ended", () -> !stage.ends.isEmpty());
        assertEquals(List.of("0 ended after the longest run of 60 s; graph \"g\", 1 resources, 1"
                + " running: toy[a]."), stage.ends);
        hold.countDown();
    }

    @Test
    public void writesEachNewGraphForGraphviz() throws Exception {
        Path dot = folder.getRoot().toPath().resolve("g.dot");
        stage.graphviz(dot);
        started(plan().toys("a=1", "b=1").edges("a b").graph());
        String first = "digraph \"g\" {\n    \"toy[a]\";\n    \"toy[b]\";\n"
                + "    \"toy[a]\" -> \"toy[b]\" [label=\"a b\"];\n}\n";
        eventually(SOON, "written", () -> first.equals(read(dot)));
        stage.file(plan().toys("a=1").graph()).ringFile();
        eventually(SOON, "written anew", () -> "digraph \"g\" {\n    \"toy[a]\";\n}\n".equals(
                read(dot)));
    }

    @Test
    public void aGraphvizFileThatCannotBeWrittenIsSaidAndTheGraphRuns() {
        stage.graphviz(folder.getRoot().toPath().resolve("none/g.dot"));
        started(plan().toys("a=1").graph());
        eventually(SOON, "said", () -> !stage.logged("h1 graphviz failed: file=").isEmpty());
    }

    @Test
    public void aGraphvizFileThatCannotBeReplacedLeavesNoDraft() throws Exception {
        Path directory = folder.newFolder("g.dot").toPath();
        Files.writeString(directory.resolve("full"), "x");
        stage.graphviz(directory);
        started(plan().toys("a=1").graph());
        eventually(SOON, "said", () -> !stage.logged("h1 graphviz failed: file=").isEmpty());
        assertFalse(Files.exists(directory.resolveSibling("g.dot.new")));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void letsRunningResourcesEndAndStartsNoMore() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        world.onApply.put("a", context -> context.await(() -> hold.await(20, TimeUnit.SECONDS)));
        Engine engine = stage.file(plan().toys("a=1", "b=1").edges("a b").graph()).start();
        stage.until("a", VertexState.RUNNING);
        assertEquals("1 running resources: toy[a]", engine.waitsFor());
        Thread stopping = new Thread(() -> {
            try {
                engine.stop(false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        eventually(SOON, "waits", () -> stopping.getState() == Thread.State.TIMED_WAITING);
        hold.countDown();
        stopping.join(SOON.toMillis());
        assertFalse(stopping.isAlive());
        assertEquals("1", world.values.get("a"));
        assertEquals(List.of(), world.logOf("check").stream().filter(line -> line.endsWith("b"))
                .toList());
        world.disturb("a", "broken");
        assertEquals("0 running resources", engine.waitsFor());
    }

    @Test
    public void theSecondSignalCancelsWhatRuns() throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        world.onApply.put("a", context -> {
            applying.countDown();
            Watch cancelling = context.onCancel(cancelled::countDown);
            context.await(() -> cancelled.await(20, TimeUnit.SECONDS));
            cancelling.close();
            if (context.isCancelled()) {
                throw new ResourceException("it was cancelled");
            }
        });
        Engine engine = stage.file(plan().toys("a=1").graph()).start();
        assertTrue(applying.await(20, TimeUnit.SECONDS));
        engine.cancel();
        engine.stop(false);
        stage.until("a", VertexState.FAILED);
        assertEquals("it was cancelled", stage.vertex("a").reason());
    }

    @Test
    public void closesEverythingWhenItIsDeactivated() {
        Engine engine = stage.file(plan().toys("a=1", "b=1").graph()).start();
        stage.untilConverged();
        engine.close();
        assertEquals(List.of("close a", "close b"), world.logOf("close").stream().sorted()
                .toList());
        assertEquals(0, world.armed());
        assertFalse(stage.watchesFile());
    }

    /** Two processors must not mean two child processes at a time. */
    @Test
    public void goesOnWithOthersWhileResourcesWait() throws Exception {
        int many = 40;
        CountDownLatch all = new CountDownLatch(many);
        Stage.Plan plan = plan();
        for (int i = 0; i < many; i++) {
            plan.toys("w" + i + "=1");
            world.onApply.put("w" + i, context -> context.await(() -> {
                all.countDown();
                return all.await(20, TimeUnit.SECONDS);
            }));
        }
        started(plan.graph());
        assertEquals("all waited at the same time", 0, all.getCount());
        assertEquals(many, stage.report().count(VertexState.IN_STATE));
    }

    @Test(timeout = 60_000)
    public void isQuickForTenThousandResources() {
        Stage.Plan plan = plan();
        for (int i = 0; i < 10_000; i++) {
            plan.toys("f" + i + "=1");
        }
        long start = System.nanoTime();
        started(plan.graph());
        long first = System.nanoTime();
        assertEquals(10_000, stage.report().count(VertexState.IN_STATE));
        long report = System.nanoTime();
        assertEquals(10_000, stage.report().count(VertexState.IN_STATE));
        long done = System.nanoTime();
        System.out.println("10,000 toys took ms=" + (first - start) / 1_000_000
                + " a report us=" + (done - report) / 1_000);
    }
}
