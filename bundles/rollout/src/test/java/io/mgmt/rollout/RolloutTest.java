// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Scene.OneHost;
import io.mgmt.rollout.Scene.Said;
import io.mgmt.testkit.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What befalls bundles that are deployed for all, on three hosts with the real loops and commands. */
public final class RolloutTest extends ThreeHosts {

    private void noneRuns() {
        for (String host : List.of("h1", "h2", "h3")) {
            assertEquals(host, Map.of(), scene.host(host).runs());
            assertEquals(host, List.of(), scene.host(host).bundles.ours());
        }
    }

    @Test
    public void allHostsRunWhatIsDeployedAndTheReportNamesEach() {
        Said said = scene.host("h2").deploy(one);
        assertEquals(said.err(), 0, said.exit());
        assertTrue(said.out(), said.out().contains("p 1.0.0 (" + Scene.hash(one).substring(0, 8) + ", "));
        assertTrue(said.out(), said.out().endsWith("  h1  runs it\n  h2  runs it\n  h3  runs it\n"
                + "Done: p 1.0.0 runs on 3 of 3 hosts.\n"));
        allRun(one);
        assertFalse("it is kept", scene.release("p").orElseThrow().isTrial());
        assertEquals("the lock is free", Optional.empty(), scene.store.value(RolloutKeys.LOCK));
        assertTrue(scene.host("h3").bundles().out(), scene.host("h3").bundles().out()
                .contains("h1    p     1.0.0    " + Scene.hash(one).substring(0, 8) + "  runs\n"));
    }

    @Test
    public void anotherVersionTakesItsPlaceAndTheOldOneIsPruned() {
        deployed(one);
        deployed(two);
        allRun(two);
        assertTrue(scene.store.entries("/_mgmt/bundles/").stream()
                .allMatch(part -> part.key().contains(Scene.hash(two))));
        assertEquals(List.of(Scene.hash(two) + ".jar"), jars("h2"));
    }

    private List<String> jars(String host) {
        try (var files = Files.list(folder.getRoot().toPath().resolve(host).resolve("bundles"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void whatFailsOnOneHostIsTakenBackFromAll() {
        deployed(one);
        scene.host("h3").bundles.bad.put(Scene.hash(two), "it needs the package x, which no bundle here gives");
        Said said = scene.host("h1").deploy(two);
        assertEquals(2, said.exit());
        assertTrue(said.out(), said.out().contains("  h3  failed: it needs the package x, which no bundle here gives"
                + "\n"));
        assertTrue(said.out(), said.out().endsWith("Taken back: p 2.0.0 does not run on h3, so it is gone from all"
                + " hosts. Version 1.0.0 (" + Scene.hash(one).substring(0, 8) + ") is current again.\n"));
        allRun(one);
        assertTrue(scene.host("h2").bundles().out(), scene.host("h2").bundles().out()
                .contains("! p: 2.0.0 was taken back, because it does not run on h3: it needs the package x"));
    }

    @Test
    public void theFirstThatFailsLeavesNothing() {
        scene.host("h2").bundles.bad.put(Scene.hash(one), "it failed when it was started: boom");
        Said said = scene.host("h1").deploy(one);
        assertEquals(2, said.exit());
        assertTrue(said.out(), said.out().endsWith("There was none before it.\n"));
        noneRuns();
        scene.host("h2").bundles.bad.clear();
        deployed(one);
        allRun(one);
    }

    /** The one that deploys dies at once: others take back what fails, and keep what does not. */
    @Test
    public void nobodyDependsOnTheHostThatDeployed() {
        deployed(one);
        scene.host("h3").bundles.bad.put(Scene.hash(two), "it needs x");
        assertEquals(0, scene.host("h1").deploy(two, "--no-wait").exit());
        scene.settle();
        assertEquals(Map.of("p", Scene.hash(one)), scene.host("h2").runs());
        scene.host("h3").bundles.bad.clear();
        scene.host("h1").deploy(two, "--no-wait");
        scene.kill("h1");
        scene.settle();
        assertTrue(scene.release("p").orElseThrow().isTrial());
        scene.advance(Rounds.TRIAL);
        assertFalse(scene.release("p").orElseThrow().isTrial());
        assertEquals(Map.of("p", Scene.hash(two)), scene.host("h3").runs());
    }

    @Test
    public void ctrlCEndsTheReportAndNotTheTrial() {
        scene.giveUp();
        assertEquals(-1, scene.host("h1").deploy(one).exit());
        assertEquals("the lock is free", Optional.empty(), scene.store.value(RolloutKeys.LOCK));
        scene.settle();
        allRun(one);
        scene.advance(Rounds.TRIAL);
        assertFalse(scene.release("p").orElseThrow().isTrial());
    }

    @Test
    public void whatGetsLostIsWrittenAgain() {
        boolean[] isLost = new boolean[1];
        scene.store.fate(call -> {
            boolean loses = !isLost[0] && call.writesUnder("/_mgmt/deployed/h2");
            isLost[0] |= loses;
            return loses ? Fate.LOST : Fate.DONE;
        });
        Said said = scene.host("h1").deploy(one);
        assertTrue(said.out(), isLost[0] && said.out().endsWith("runs on 3 of 3 hosts.\n"));
    }

    @Test
    public void anOutageEndsTheReportAndNotTheTrial() {
        scene.meanwhile(scene.store::disconnect);
        Said said = scene.host("h1").deploy(one);
        assertEquals(2, said.exit());
        assertTrue(said.out(), said.out().endsWith("The store of the cluster does not answer. The cluster goes on by"
                + " itself when it does; mgmt bundles shows how far it is.\n"));
        scene.store.reconnect();
        scene.advance(Rounds.TRIAL);
        scene.advance(Rounds.TRIAL);
        allRun(one);
        assertFalse(scene.release("p").orElseThrow().isTrial());
    }

    @Test
    public void aHostThatDoesNotAnswerDoesNotBlock() {
        scene.host("h3").disconnect();
        Said said = scene.host("h1").deploy(one);
        assertEquals(0, said.exit());
        assertTrue(said.out(), said.out().contains("Kept: p 1.0.0 runs on 2 of 3 hosts.\n"
                + "No answer within 60 s: h3. They install it as soon as they can"));
        scene.host("h3").connect();
        scene.settle();
        allRun(one);
    }

    @Test
    public void aLateHostInstallsWhatIsCurrent() {
        deployed(one);
        OneHost late = scene.start("h4");
        assertEquals(Map.of("p", Scene.hash(one)), late.runs());
        assertTrue(late.report().entry("p").orElseThrow().runs());
    }

    /** It was kept by all others: one newcomer does not take it from them. */
    @Test
    public void aLateHostThatCannotRunItSaysSoAndGoesWithout() {
        deployed(one);
        OneHost late = scene.begin("h4");
        late.bundles.bad.put(Scene.hash(one), "it needs x");
        late.beginSession();
        late.connect();
        scene.settle();
        assertEquals("failed: it needs x", late.report().entry("p").orElseThrow().state());
        assertEquals(List.of(), late.bundles.ours());
        allRun(one);
        assertTrue(scene.host("h1").bundles().out(), scene.host("h1").bundles().out().contains("failed: it needs x"));
    }

    @Test
    public void whatIsUndeployedGoesEverywhereWithItsParts() {
        deployed(one);
        Said said = scene.host("h2").undeploy("p");
        assertEquals(said.err(), 0, said.exit());
        assertEquals("p is not deployed any more.\n  h1  is without it\n  h2  is without it\n  h3  is without it\n"
                + "Done: it runs on no host.\n", said.out());
        noneRuns();
        assertEquals(List.of(), scene.store.entries("/_mgmt/bundles/"));
        assertEquals(List.of(), scene.store.entries("/_mgmt/deployed/"));
        assertEquals("Nothing is deployed. mgmt deploy JAR runs a bundle on all hosts.\n",
                scene.host("h1").bundles().out());
    }

    @Test
    public void whatIsNotDeployedCannotBeUndeployed() {
        assertEquals("Nothing is deployed as \"q\". Nothing is deployed at all. Nothing was changed.\n",
                scene.host("h1").undeploy("q").err());
        deployed(one);
        Said said = scene.host("h1").undeploy("q");
        assertEquals("Nothing is deployed as \"q\". Deployed: p. Nothing was changed.\n", said.err());
        assertEquals(1, said.exit());
    }

    @Test
    public void whatOneHostHasOfItsOwnIsNotReplaced() {
        scene.host("h1").bundles.others.put("p", new Bundles.Other("0.1", "deploy/p.jar"));
        Said said = scene.host("h1").deploy(one);
        assertEquals("h1 has p of its own already, from deploy/p.jar in its state directory. Take it away there, then"
                + " deploy again. Nothing was changed.\n", said.err());
        assertEquals(1, said.exit());
        noneRuns();
    }

    @Test
    public void whatShipsIsNotReplaced() {
        scene.host("h1").bundles.others.put("p", new Bundles.Other("0.1", "/lib/p.jar"));
        Said said = scene.host("h1").deploy(one);
        assertEquals(1, said.exit());
        assertTrue(said.err(), said.err().startsWith("p is part of this agent (/lib/p.jar), and that is not replaced"));
        noneRuns();
    }

    @Test
    public void twoDoNotDeployAtTheSameTime() {
        Said[] second = new Said[1];
        scene.meanwhile(() -> second[0] = scene.host("h2").deploy(two));
        deployed(one);
        assertEquals(1, second[0].exit());
        assertEquals("h1 is at work since 0 s: mgmt deploy of p 1.0.0. One at a time; wait for its end. Nothing was"
                + " changed.\n", second[0].err());
        allRun(one);
    }

    /** The one that deploys dies in the middle: its lock goes with its session, and the next one clears up. */
    @Test
    public void halfADeployIsNeverInstalledAndTheNextOneRemovesIt() {
        scene.store.putByHand(RolloutKeys.part("p", Scene.hash(two), 0), "half");
        scene.settle();
        noneRuns();
        deployed(one);
        assertTrue(scene.store.entries("/_mgmt/bundles/").stream()
                .allMatch(part -> part.key().contains(Scene.hash(one))));
        scene.host("h1").deploy(two, "--no-wait");
        assertEquals(Optional.empty(), scene.store.value(RolloutKeys.LOCK));
    }

    @Test
    public void whatIsDamagedInTheStoreIsTakenBack() {
        scene.meanwhile(() -> scene.store.putByHand(RolloutKeys.part("p", Scene.hash(one), 0), "AAAA"));
        Said said = scene.host("h1").deploy(one);
        assertEquals(said.out(), 2, said.exit());
        assertTrue(said.out(), said.out().contains("its SHA-256 is not the one that was deployed"));
        noneRuns();
    }

    @Test
    public void aStoreThatGoesIsNotADeletion() {
        deployed(one);
        scene.store.disconnect();
        scene.host("h1").disconnect();
        scene.advance(Duration.ofMinutes(10));
        allRun(one);
        OneHost again = scene.begin("h2");
        assertEquals("it starts with what it knew", Map.of("p", Scene.hash(one)), again.runs());
    }

    @Test
    public void keysThatAreDeletedByHandTakeItBack() {
        deployed(one);
        scene.store.deleteByHand("/_mgmt/rollout/");
        scene.settle();
        noneRuns();
    }

    /** A wrong value by hand changes nothing, as with every key; the next deploy puts it right. */
    @Test
    public void aKeyThatCannotBeReadChangesNothing() {
        deployed(one);
        scene.store.putByHand(RolloutKeys.release("p"), "abc");
        scene.settle();
        allRun(one);
        assertTrue(scene.host("h1").bundles().out(),
                scene.host("h1").bundles().out().contains("! The key /_mgmt/rollout/p cannot be read"));
        deployed(two);
        allRun(two);
    }

    @Test
    public void aDamagedCopyIsNotStartedAndIsFetchedAnew() throws Exception {
        deployed(one);
        Path copy = folder.getRoot().toPath().resolve("h2/bundles").resolve(Scene.hash(one) + ".jar");
        Files.writeString(copy, "bent");
        assertEquals(Map.of(), scene.begin("h2").runs());
        assertFalse(Files.exists(copy));
        assertEquals(Map.of("p", Scene.hash(one)), scene.start("h2").runs());
    }

    @Test
    public void aReportIsOnTheLeaseOfTheSessionAndIsWrittenAnewInTheNext() {
        deployed(one);
        scene.host("h2").endSession();
        assertEquals(Optional.empty(), scene.store.value(RolloutKeys.report("h2")));
        scene.host("h2").beginSession();
        scene.settle();
        assertTrue(scene.host("h2").report().entry("p").orElseThrow().runs());
    }

    @Test
    public void aHostWithNothingToTellWritesNothing() {
        assertEquals(List.of(), scene.store.entries("/_mgmt/deployed/"));
        long before = scene.store.revision();
        scene.advance(Duration.ofHours(1));
        assertEquals(before, scene.store.revision());
    }

    @Test
    public void withoutAStoreCommandsSaySo() {
        Said said = scene.said(new BundlesCommand(Optional::empty, "h1", scene.host("h1").bundles), List.of());
        assertEquals(2, said.exit());
        assertTrue(said.err(), said.err().startsWith("The store of the cluster does not answer."));
        Said wrong = scene.said(new UndeployCommand(Optional::empty, scene.host("h1"), scene.timers, null), List.of());
        assertEquals("a wrong word is told all the same", 1, wrong.exit());
        scene.store.disconnect();
        Said failed = scene.host("h1").deploy(one);
        assertEquals(2, failed.exit());
        assertTrue(failed.err(), failed.err().startsWith("The store of the cluster failed: "));
    }
}
