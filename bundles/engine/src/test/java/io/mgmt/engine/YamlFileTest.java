// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import static io.mgmt.engine.Stage.SOON;
import static io.mgmt.testkit.Eventually.eventually;
import static org.junit.Assert.assertEquals;

import io.mgmt.yaml.YamlGraphReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A real file, with the ways in which editors write one. */
public class YamlFileTest {

    @Rule
    public final Stage stage = new Stage();
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;

    @Before
    public void writeFile() throws IOException {
        file = folder.getRoot().toPath().resolve("g.yaml");
        Files.writeString(file, text("1"));
    }

    private static String text(String want) {
        return "graph: g\nresources:\n  toy:\n  - name: a\n    want: \"" + want + "\"\n";
    }

    private Engine start() {
        Engine engine = stage.assemble(new YamlGraphReader(), file);
        stage.bring("toy", stage.world);
        engine.activate();
        return engine;
    }

    private void until(String value) {
        eventually(SOON, "a is " + value, () -> value.equals(stage.world.values.get("a")));
    }

    @Test
    public void aPartOfAFileIsReportedAndTheWholeIsTakenOver() throws Exception {
        start();
        until("1");
        Files.writeString(file, text("2").substring(0, text("2").length() - 2));
        stage.ringFile();
        eventually(SOON, "reported", () -> stage.report().problem()
                .startsWith(file + ":5:13: this is not YAML"));
        Files.writeString(file, text("2"));
        stage.ringFile();
        until("2");
        eventually(SOON, "cleared", () -> stage.report().problem().isEmpty());
    }

    @Test
    public void aFileThatIsReplacedIsTakenOver() throws Exception {
        start();
        until("1");
        Path draft = Files.writeString(file.resolveSibling("draft"), text("2"));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        stage.ringFile();
        until("2");
    }

    @Test
    public void aFileThatIsAwayForAWhileDoesNotStopTheGraph() throws Exception {
        start();
        until("1");
        Files.delete(file);
        stage.ringFile();
        eventually(SOON, "reported", () -> stage.report().problem()
                .startsWith(file + ": there is no such file"));
        stage.world.disturb("a", "x");
        until("1");
        Files.writeString(file, text("3"));
        stage.ringFile();
        until("3");
    }

    @Test
    public void aMissingFileEndsTheAgent() throws Exception {
        Files.delete(file);
        stage.agent();
        start();
        assertEquals("1 " + file + ": there is no such file\n  Check the path: " + file + ".",
                stage.ends.get(0));
    }

    @Test
    public void aProblemOfAKindNamesTheLineOfItsField() throws Exception {
        Files.writeString(file, text("1") + "    uses: here\n");
        stage.agent();
        start();
        assertEquals("1 " + file + ":6:11: toy[a]: uses is here, not a list of texts\n  Write"
                + " uses: [\"here\"].", stage.ends.get(0));
    }
}
