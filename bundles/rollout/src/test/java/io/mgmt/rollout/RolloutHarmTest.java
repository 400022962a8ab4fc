// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.mgmt.rollout.Scene.OneHost;
import io.mgmt.rollout.Scene.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What becomes of bundles that end the agent, or never come to their own end. */
public final class RolloutHarmTest extends ThreeHosts {

    /** Else it would be started, and end the agent, again and again. */
    @Test
    public void whatTakesTheAgentDownIsTakenBackWhenItIsUpAgain() {
        deployed(one);
        Path note = folder.getRoot().toPath().resolve("h3/bundles/trying");
        String[] noted = new String[1];
        scene.host("h3").bundles.whenStarted = () -> {
            noted[0] = read(note);
            throw new IllegalStateException("as if the process ended here");
        };
        scene.host("h1").deploy(two, "--no-wait");
        write(note, noted[0]);
        scene.start("h3");
        assertTrue(scene.release("p").orElseThrow().failure().orElseThrow().reason()
                .contains("it took the agent down when it was started"));
        allRun(one);
    }

    /** A host that comes later, or starts again, has no trial to protect it. */
    @Test
    public void whatTakesAnAgentDownOnceItIsKeptIsNotStartedThereAgain() throws Exception {
        deployed(one);
        Path directory = folder.getRoot().toPath().resolve("h3/bundles");
        OneHost again = scene.begin("h3");
        assertFalse("what came to its end leaves no note", Files.exists(directory.resolve("trying")));
        String[] noted = new String[1];
        again.bundles.uninstall("p", Scene.hash(one));
        again.bundles.whenStarted = () -> {
            noted[0] = read(directory.resolve("trying"));
            throw new IllegalStateException("as if the process ended here");
        };
        again.beginSession();
        again.connect();
        scene.settle();
        write(directory.resolve("trying"), noted[0]);
        for (int start = 0; start < 3; start++) {
            assertEquals("with or without a store", Map.of(), scene.begin("h3").runs());
            OneHost next = scene.start("h3");
            assertEquals(Map.of(), next.runs());
            assertEquals("failed: it took the agent down when it was started",
                    next.report().entry("p").orElseThrow().state());
        }
        assertEquals("the others keep it", Map.of("p", Scene.hash(one)), scene.host("h1").runs());
        deployed(one);
        allRun(one);
        assertFalse("deployed anew it is another attempt", Files.exists(directory.resolve("fatal")));
    }

    @Test
    public void whatCannotBeTakenAwayHoldsNothingElseUpAndIsNamed() {
        deployed(one);
        Path other = scene.jar("q", "1.0.0");
        scene.host("h3").bundles.stuck.put(Scene.hash(one), "its end hangs");
        assertEquals(0, scene.host("h1").undeploy("p").exit());
        deployed(other);
        scene.host("h1").config(Types.NONE, "t", "min=3");
        assertEquals(Scene.hash(other), scene.host("h3").runs().get("q"));
        assertEquals("3", scene.host("h3").admin.configurations.get("t").get("min"));
        String said = scene.host("h1").bundles().out();
        assertTrue(said, said.contains("! h3: p (" + Scene.hash(one).substring(0, 8) + ") could not be taken away: its end"
                + " hangs; restart the agent.\n"));
        scene.host("h3").bundles.stuck.clear();
        scene.host("h1").config(Types.NONE, "t", "min=");
        assertEquals(Map.of("q", Scene.hash(other)), scene.host("h3").runs());
        assertFalse(scene.host("h1").bundles().out(), scene.host("h1").bundles().out().contains("could not"));
    }

    /** Else a bundle that ends each agent would be kept by the silence that follows. */
    @Test
    public void whatRunsOnNoHostIsTakenBackWhenTheTimeIsOver() {
        for (String host : List.of("h1", "h2", "h3")) {
            scene.host(host).bundles.whenStarted = () -> {
                throw new IllegalStateException("as if the process ended here");
            };
        }
        Said said = scene.host("h1").deploy(one);
        assertEquals(said.out(), 2, said.exit());
        assertTrue(said.out(), said.out().contains("Taken back: p 1.0.0 does not run on any host, so it is gone from all"
                + " hosts. There was none before it."));
        assertFalse(said.out(), said.out().contains("Kept"));
        assertTrue(scene.host("h1").bundles().out(), scene.host("h1").bundles().out().contains("! p: 1.0.0 was taken"
                + " back, because it does not run on any host: none has started it within 60 s. Current: none."));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
