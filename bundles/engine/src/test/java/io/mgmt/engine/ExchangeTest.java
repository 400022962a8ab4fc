// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.engine.Stage.SOON;
import static io.mgmt.engine.Stage.plan;
import static io.mgmt.engine.Stage.toy;
import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import io.mgmt.graph.Meta;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.graph.VertexState;
import io.mgmt.store.KeyValue;
import io.mgmt.testkit.Call;
import io.mgmt.testkit.FakeStore;
import io.mgmt.testkit.Fate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;

public class ExchangeTest {

    @Rule
    public final Stage stage = new Stage();

    private final FakeStore store = new FakeStore();
    private final AtomicInteger commits = new AtomicInteger();
    private Engine engine;

    private static ResourceSpec shared(String name, String path) {
        return new ResourceSpec(toy(name), Meta.DEFAULT, Map.of("path", path));
    }

    private static String json(String name, String path) {
        return "{\"kind\":\"toy\",\"name\":\"" + name + "\",\"fields\":{\"path\":\"" + path
                + "\"}}";
    }

    private void start(Graph graph) {
        store.fate(call -> {
            commits.addAndGet(call.kind() == Call.Kind.COMMIT ? 1 : 0);
            return Fate.DONE;
        });
        engine = stage.file(graph).start();
        engine.setStore(store);
    }

    private Map<String, String> exported() {
        Map<String, String> all = new TreeMap<>();
        for (KeyValue entry : store.entries("/_mgmt/exported/")) {
            all.put(entry.key().substring("/_mgmt/exported/".length()), entry.value());
        }
        return all;
    }

    private void untilExported(Map<String, String> wanted) {
        eventually(SOON, "exported " + wanted, () -> exported().equals(wanted));
    }

    @Test
    public void writesWhatTheGraphExports() {
        start(plan().exports(shared("a", "/x/a")).exports(shared("/b/c", "/x/c")).graph());
        untilExported(Map.of("h1/toy/a", json("a", "/x/a"), "h1/toy//b/c", json("/b/c", "/x/c")));
        eventually(SOON, "logged", () -> !stage.logged(
                "h1 exported: written=2 deleted=0 revision=2").isEmpty());
        assertEquals("exported is not applied", List.of(), stage.report().vertices());
        assertTrue(store.entries("/_mgmt/").stream().allMatch(entry -> entry.leaseId() == 0));
    }

    @Test
    public void writesNothingIfNothingChanged() {
        store.putByHand("/_mgmt/exported/h1/toy/a", json("a", "/x/a"));
        start(plan().toys("local=1").exports(shared("a", "/x/a")).collects("").graph());
        stage.until("a", VertexState.IN_STATE);
        stage.file(plan().toys("local=2").exports(shared("a", "/x/a")).collects("").graph())
                .ringFile();
        eventually(SOON, "the new file runs", () -> "2".equals(stage.world.values.get("local")));
        assertEquals(0, commits.get());
    }

    @Test
    public void withdrawsWhatLeftTheGraphAndNothingOfOthers() {
        store.putByHand("/_mgmt/exported/h1/toy/old", json("old", "/x"));
        store.putByHand("/_mgmt/exported/h11/toy/other", json("other", "/x"));
        start(plan().exports(shared("a", "/x/a")).graph());
        untilExported(Map.of("h1/toy/a", json("a", "/x/a"), "h11/toy/other", json("other", "/x")));
        stage.file(plan().exports(shared("a", "/y/a")).graph()).ringFile();
        untilExported(Map.of("h1/toy/a", json("a", "/y/a"), "h11/toy/other", json("other", "/x")));
        stage.file(plan().graph()).ringFile();
        untilExported(Map.of("h11/toy/other", json("other", "/x")));
    }

    @Test
    public void withdrawsNothingWhileTheFirstGraphIsBroken() {
        store.putByHand("/_mgmt/exported/h1/toy/old", json("old", "/x"));
        stage.brokenFile("it is broken");
        engine = stage.start();
        engine.setStore(store);
        stage.file(plan().exports(shared("new", "/x")).graph()).ringFile();
        untilExported(Map.of("h1/toy/new", json("new", "/x")));
    }

    @Test
    public void neverWritesWithNoopButCollects() {
        store.putByHand("/_mgmt/exported/h1/toy/old", json("old", "/x"));
        stage.noop();
        start(plan().exports(shared("a", "/x/a")).collects("").graph());
        stage.until("old", VertexState.IN_STATE);
        assertEquals(0, commits.get());
    }

    @Test
    public void writesAtMostAsMuchAsATransactionTakes() {
        Stage.Plan plan = plan();
        for (int i = 0; i < 300; i++) {
            plan.exports(shared("e" + i, "/x"));
        }
        start(plan.graph());
        eventually(SOON, "all exported", () -> exported().size() == 300);
        assertEquals(3, commits.get());
        stage.file(plan().graph()).ringFile();
        eventually(SOON, "all withdrawn", () -> exported().isEmpty());
        assertEquals(6, commits.get());
    }

    @Test
    public void splitsByBytesTooAndRefusesWhatNoRequestTakes() {
        String large = "x".repeat(600_000);
        start(plan().exports(shared("a", large)).exports(shared("b", large))
                .exports(shared("c", large + large))
                .graph());
        untilExported(Map.of("h1/toy/a", json("a", large), "h1/toy/b", json("b", large)));
        assertEquals(2, commits.get());
        stage.assertLogged("h1 cannot export toy[c]: reason=\"it is larger than 1000000 bytes\"");
    }

    @Test
    public void writesItsKeysAgainWhenSomebodyDeletesOrChangesThem() {
        start(plan().exports(shared("a", "/x")).graph());
        untilExported(Map.of("h1/toy/a", json("a", "/x")));
        store.deleteByHand("/_mgmt/");
        untilExported(Map.of("h1/toy/a", json("a", "/x")));
        store.putByHand("/_mgmt/exported/h1/toy/a", "rubbish");
        untilExported(Map.of("h1/toy/a", json("a", "/x")));
        store.putByHand("/_mgmt/exported/h1/toy/b", json("b", "/x"));
        untilExported(Map.of("h1/toy/a", json("a", "/x")));
    }

    @Test
    public void repeatsAWriteOfUnknownOutcomeAfterAListOnly() {
        store.fateOfNext(Fate.DONE, Fate.ANSWER_LOST);
        engine = stage.file(plan().exports(shared("a", "/x")).graph()).start();
        engine.setStore(store);
        untilExported(Map.of("h1/toy/a", json("a", "/x")));
        long revision = store.entries("/_mgmt/exported/h1/toy/a").get(0).modRevision();
        stage.file(plan().exports(shared("a", "/x")).exports(shared("b", "/x")).graph()).ringFile();
        Map<String, String> wanted = Map.of("h1/toy/a", json("a", "/x"), "h1/toy/b", json("b", "/x"));
        // The pause begins when the loss of the answer is known, which may be any time from now.
        eventually(SOON, "exported " + wanted, () -> {
            stage.timers.advance(Exchange.LONGEST_PAUSE);
            return exported().equals(wanted);
        });
        assertEquals(revision, store.entries("/_mgmt/exported/h1/toy/a").get(0).modRevision());
    }

    @Test
    public void triesAgainAfterFailures() {
        store.fateOfNext(Fate.NOT_SENT, Fate.NOT_SENT, Fate.DONE, Fate.NOT_SENT, Fate.DONE,
                Fate.LOST);
        engine = stage.file(plan().exports(shared("a", "/x")).graph()).start();
        engine.setStore(store);
        eventually(SOON, "exported at last", () -> {
            stage.timers.advance(Exchange.SHORTEST_PAUSE);
            return exported().size() == 1;
        });
    }

    @Test
    public void collectsFromAllHostsItselfIncluded() {
        store.putByHand("/_mgmt/exported/h2/toy/b", json("b", "/there/b"));
        store.putByHand("/_mgmt/exported/h2/other/c", json("c", "/there/c"));
        start(plan().toys("local=1").exports(shared("a", "/there/a")).collects("/here/").graph());
        stage.until("a", VertexState.IN_STATE);
        stage.until("b", VertexState.IN_STATE);
        assertEquals(3, stage.report().vertices().size());
        store.putByHand("/_mgmt/exported/h3/toy/late", json("late", "/there/late"));
        stage.until("late", VertexState.IN_STATE);
        store.deleteByHand("/_mgmt/exported/h2/toy/b");
        eventually(SOON, "withdrawn", () -> stage.report().vertices().size() == 3);
        assertEquals("untouched vertices stay", 1,
                stage.world.logOf("create").stream().filter(line -> line.endsWith("local"))
                .count());
    }

    @Test
    public void keepsWhatItCollectedWhileTheStoreIsAway() {
        store.putByHand("/_mgmt/exported/h2/toy/b", json("b", "/there/b"));
        start(plan().toys("local=1").collects("").graph());
        stage.until("b", VertexState.IN_STATE);
        engine.unsetStore(store);
        stage.file(plan().toys("local=2").collects("").graph()).ringFile();
        eventually(SOON, "the new file runs", () -> "2".equals(stage.world.values.get("local")));
        assertEquals(VertexState.IN_STATE, stage.vertex("b").state());
        FakeStore next = new FakeStore();
        next.putByHand("/_mgmt/exported/h2/toy/c", json("c", "/there/c"));
        engine.setStore(next);
        stage.until("c", VertexState.IN_STATE);
        assertEquals(2, stage.report().vertices().size());
    }

    @Test
    public void runsItsOwnResourcesWithoutAnyStore() {
        stage.file(plan().toys("local=1").exports(shared("a", "/x")).collects("").graph()).start();
        stage.until("local", VertexState.IN_STATE);
        stage.untilConverged();
    }

    @Test
    public void listsAnewWhenTheHistoryIsGone() {
        start(plan().collects("").graph());
        store.putByHand("/_mgmt/exported/h2/toy/b", json("b", "/x"));
        stage.until("b", VertexState.IN_STATE);
        store.disconnect();
        store.putByHand("/_mgmt/exported/h2/toy/c", json("c", "/x"));
        store.deleteByHand("/_mgmt/exported/h2/toy/b");
        store.compact(store.revision());
        store.reconnect();
        stage.until("c", VertexState.IN_STATE);
        assertEquals(1, stage.report().vertices().size());
    }

    @Test
    public void leavesOutWhatCollidesAndSaysSoOnce() {
        store.putByHand("/_mgmt/exported/h2/toy/local", json("local", "/x"));
        store.putByHand("/_mgmt/exported/h3/toy/both", json("both", "/3"));
        store.putByHand("/_mgmt/exported/h2/toy/both", json("both", "/2"));
        start(plan().toys("local=1").collects("").graph());
        stage.until("both", VertexState.IN_STATE);
        store.putByHand("/_mgmt/exported/h2/toy/more", json("more", "/x"));
        stage.until("more", VertexState.IN_STATE);
        assertEquals("1", stage.world.values.get("local"));
        assertEquals(1, stage.logged(
                "h1 left out: reason=\"toy[both] exported by h3 is left out: h2 exports one too,")
                .size());
        assertEquals(1, stage.logged(
                "reason=\"toy[local] exported by h2 is left out: this host has one of its own\"")
                .size());
    }

    @Test
    public void oneBadExportOfAnotherHostCostsItselfOnly() {
        store.putByHand("/_mgmt/exported/h2/toy/rubbish", "not json");
        store.putByHand("/_mgmt/exported/h2/toy/wrong", "{\"fields\":{\"wnt\":\"x\"}}");
        store.putByHand("/_mgmt/exported/h2/toy/empty", "{}");
        store.putByHand("/_mgmt/exported/h2/odd", "{}");
        store.putByHand("/_mgmt/exported/h2/toy/good", json("good", "/x"));
        start(plan().collects("").graph());
        stage.until("good", VertexState.IN_STATE);
        stage.until("wrong", VertexState.FAILED);
        assertEquals("/_mgmt/exported/h2/toy/wrong: toy[wrong]: \"wnt\" is not a field of toy\n"
                + "  Known: path, uses, want.", stage.vertex("wrong").reason());
        stage.assertLogged("h1 cannot collect toy[rubbish]: key=/_mgmt/exported/h2/toy/rubbish"
                + " reason=");
        stage.assertLogged("h1 cannot collect toy[empty]: key=/_mgmt/exported/h2/toy/empty"
                + " reason=\"\\\"fields\\\" is missing\"");
        assertEquals(2, stage.report().vertices().size());
    }

    @Test
    public void aKindThatFailsToAdaptACollectedResourceCostsThatOneOnly() {
        store.putByHand("/_mgmt/exported/h2/toy/b", json("b", "/x"));
        start(plan().toys("local=1").collects("throw").graph());
        eventually(SOON, "said", () -> !stage.logged(
                "h1 cannot collect toy[b]: exportedBy=h2 pattern=\"throw\"")
                .isEmpty());
        stage.until("local", VertexState.IN_STATE);
    }

    @Test
    public void beginsToCollectWhenTheFileAsksForIt() {
        store.putByHand("/_mgmt/exported/h2/toy/b", json("b", "/x"));
        start(plan().toys("local=1").graph());
        stage.until("local", VertexState.IN_STATE);
        stage.file(plan().collects("").graph()).ringFile();
        stage.until("b", VertexState.IN_STATE);
        stage.file(plan().toys("local=1").graph()).ringFile();
        stage.until("local", VertexState.IN_STATE);
        assertEquals(1, stage.report().vertices().size());
    }
}
