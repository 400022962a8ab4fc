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
import java.util.List;
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

    /** Everything in one go: a person does not want to mend one to meet the next. */
    @Test
    public void namesEveryProblemThatCanBeFoundInOneGo() throws Exception {
        Files.writeString(file, """
                graph: g
                grph: g
                resources:
                  toy:
                  - name: a
                    want: 5
                    bogus: x
                    uses: here
                  - name: b
                    want:
                  nonesuch:
                  - name: n
                edges:
                - from: {kind: toy, name: a}
                  to: {kind: toy, name: b}
                - from: {kind: toy, name: a}
                  to: {kind: toy, name: c}
                """);
        stage.agent();
        start();
        assertEquals(List.of("1 " + file + ":2:1: \"grph\" is not a key of the graph",
                file + ":6:11: toy[a]: want is 5, not a text",
                file + ":7:12: toy[a]: \"bogus\" is not a field of toy",
                file + ":8:11: toy[a]: uses is here, not a list of texts",
                file + ":10:10: want of toy[b] has no value",
                file + ":12:5: \"nonesuch\" is not a kind of resource",
                file + ":16:3: the edge goes to toy[c], which is not in this graph"),
                stage.ends.get(0).lines().filter(line -> !line.startsWith(" ")).toList());
    }

    /** A resource whose name cannot be read may be the one that the edge goes to. */
    @Test
    public void doesNotComplainOfWhatOnlyFollows() throws Exception {
        Files.writeString(file, """
                graph: g
                resources:
                  toy:
                  - name: a
                    want: "1"
                  - nme: b
                    want: "1"
                edges:
                - from: {kind: toy, name: a}
                  to: {kind: toy, name: b}
                """);
        stage.agent();
        start();
        assertEquals("1 " + file + ":6:5: a resource of kind toy has no \"name\"\n  Write \"name: NAME\".",
                stage.ends.get(0));
    }
}
