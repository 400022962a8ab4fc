// SPDX-License-Identifier: Apache-2.0
// Over 400 lines: one list of what people write wrong.
package io.mgmt.yaml;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Graph;
import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class YamlGraphReaderTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final YamlGraphReader reader = new YamlGraphReader();

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.getRoot().toPath().resolve("g.yaml"), bytes);
    }

    private Graph read(String... lines) throws Exception {
        return reader.read(write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    /** What is wrong, with the name of the file shortened. */
    private String wrong(byte[] bytes) throws IOException {
        Path file = write(bytes);
        String message = assertThrows(InvalidGraphException.class, () -> reader.read(file))
                .getMessage();
        return message.replace(file.toString(), "g");
    }

    private String wrong(String... lines) throws IOException {
        return wrong(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** One resource with these lines in it. */
    private ResourceSpec resource(String... lines) throws Exception {
        return read("graph: g\nresources:\n  file:\n  - name: a\n    "
                + String.join("\n    ", lines)).resources().get(0);
    }

    private String wrongResource(String... lines) throws IOException {
        return wrong("graph: g\nresources:\n  file:\n  - name: a\n    "
                + String.join("\n    ", lines));
    }

    @Test
    public void readsEveryPartOfAGraph() throws Exception {
        Graph graph = read("graph: hello", "comment: free text", "resources:",
                "  file:",
                "  - name: motd",
                "    meta: {noop: true, retry: 3, delay: 500, poll: 60, autoedge: false,"
                + " autogroup: false}", "    path: /etc/motd", "    content: |", "      hello",
                "      world",
                "    state: exists",
                "  - name: \"@@shared\"",
                "    path: /tmp/shared",
                "  noop:",
                "  - name: first",
                "edges:",
                "- name: e1",
                "  from: {kind: noop, name: first}",
                "  to: {res: file, name: motd}",
                "  notify: true",
                "- from: {kind: noop, name: first}",
                "  to: {kind: file, name: motd}",
                "collect:",
                "- kind: file",
                "  pattern: \"/tmp/here/\"",
                "- res: exec");
        assertEquals("hello", graph.name());
        assertEquals("free text", graph.comment());
        assertEquals(List.of(
                new ResourceSpec(new Ref("file", "motd"),
                        new Meta(true, 3, Duration.ofMillis(500), Duration.ofSeconds(60), false,
                        false), Map.of("path", "/etc/motd", "content", "hello\nworld\n", "state",
                        "exists")),
                new ResourceSpec(new Ref("noop", "first"), Meta.DEFAULT, Map.of())),
                graph.resources());
        assertEquals(List.of(new ResourceSpec(new Ref("file", "shared"), Meta.DEFAULT,
                Map.of("path", "/tmp/shared"))), graph.exported());
        assertEquals(2, graph.edges().size());
        assertEquals("e1", graph.edges().get(0).name());
        assertEquals(new Ref("noop", "first"), graph.edges().get(0).from());
        assertEquals(new Ref("file", "motd"), graph.edges().get(0).to());
        assertTrue(graph.edges().get(0).notifies());
        assertEquals("", graph.edges().get(1).name());
        assertEquals(List.of("/tmp/here/", ""), graph.collects().stream().map(Collect::pattern)
                .toList());
        assertEquals(List.of("file", "exec"), graph.collects().stream().map(Collect::kind)
                .toList());
    }

    @Test
    public void knowsWhereEverythingStands() throws Exception {
        Graph graph = read("graph: g", "resources:", "  file:", "  - name: a", "    path: /a",
                "edges:",
                "- name: e", "  from: {kind: file, name: a}", "  to: {kind: file, name: a}",
                "collect:", "- kind: file");
        ResourceSpec spec = graph.resources().get(0);
        assertTrue(spec.position().toString().endsWith("g.yaml:4:5"));
        assertTrue(spec.position("path").toString().endsWith("g.yaml:5:11"));
        assertTrue(spec.position("mode").toString().endsWith("g.yaml:4:5"));
        assertTrue(graph.edges().get(0).position().toString().endsWith("g.yaml:7:3"));
        assertTrue(graph.collects().get(0).position().toString().endsWith("g.yaml:11:3"));
    }

    @Test
    public void readsScalarsAsYaml11() throws Exception {
        assertEquals(Map.of("a", 420L, "b", 255L, "c", true, "d", 1.5, "e", "2016-08-23", "f",
                "yes", "g",
                List.of(1L, "x", Map.of("on", false)), "h", Long.MAX_VALUE, "i", "0644"),
                resource("a: 0644", "b: 0xff", "c: yes", "d: 1.5", "e: 2016-08-23", "f: \"yes\"",
                        "g: [1, x, {on: off}]", "h: 9223372036854775807", "i: '0644'").fields());
    }

    @Test
    public void takesEmptyListsAndAByteOrderMark() throws Exception {
        assertEquals(new Graph("g", "", List.of(), List.of(), List.of(), List.of()),
                read("\uFEFFgraph: g", "comment:", "resources:", "edges:", "collect: # none yet"));
        assertEquals(List.of(), read("graph: g", "resources: {file: , exec: []}").resources());
        assertEquals(Meta.DEFAULT, resource("meta:").meta());
    }

    @Test
    public void repeatsWhatAliasesAndMergesName() throws Exception {
        Graph graph = read("graph: g", "resources:", "  file:",
                "  - &base {name: a, mode: \"0600\", content: x}",
                "  - <<: *base", "    name: b", "    content: y",
                "  - {name: c, <<: [*base, {owner: root}]}");
        assertEquals(Map.of("mode", "0600", "content", "y"), graph.resources().get(1).fields());
        assertEquals(Map.of("mode", "0600", "content", "x", "owner", "root"),
                graph.resources().get(2).fields());
    }

    @Test
    public void findsEveryUnknownKey() throws Exception {
        assertEquals("g:2:1: \"resource\" is not a key of the graph\n"
                + "  Known: collect, comment, edges, graph, resources.\n"
                + "g:4:3: edge \"e\" has no \"from\"\n  Write \"from: {kind: KIND, name: NAME}\".\n"
                + "g:5:3: \"form\" is not a key of an edge\n  Known: from, name, notify, to.\n"
                + "g:6:29: \"nam\" is not a key of \"to\" of edge \"e\"\n"
                + "  Known: kind, name, res.\ng:9:3: \"patern\" is not a key of a collect\n"
                + "  Known: kind, pattern, res.",
                wrong("graph: g", "resource: {}", "edges:",
                        "- name: e", "  form: {kind: file, name: a}",
                        "  to: {name: a, kind: file, nam: b}",
                        "collect:", "- kind: file", "  patern: /x"));
    }

    @Test
    public void asksForWhatIsMissing() throws Exception {
        assertEquals("g:1:1: the graph has no \"graph\"\n  Write \"graph: NAME\".",
                wrong("comment: x"));
        assertEquals("g:4:5: a resource of kind file has no \"name\"\n  Write \"name: NAME\".",
                wrong("graph: g", "resources:", "  file:", "  - path: /a"));
        assertEquals("g:3:3: edge \"e\" has no \"from\"\n  Write \"from: {kind: KIND, name:"
                + " NAME}\".\n"
                + "g:3:3: edge \"e\" has no \"to\"\n  Write \"to: {kind: KIND, name: NAME}\".",
                wrong("graph: g", "edges:", "- name: e"));
        assertEquals("g:3:9: \"from\" of an edge has no \"kind\"\n  Write \"kind: KIND\".\n"
                + "g:4:7: \"to\" of an edge has no \"name\"\n  Write \"name: NAME\".",
                wrong("graph: g", "edges:", "- from: {name: a}", "  to: {res: file}"));
        assertEquals("g:3:3: a collect has no \"kind\"\n  Write \"kind: KIND\".",
                wrong("graph: g", "collect:", "- pattern: /x"));
        assertEquals("g:5:11: path of file[a] has no value\n"
                + "  Write a value, \"\" for an empty text, or remove the line.",
                wrongResource("path: ~"));
    }

    @Test
    public void quotesValuesOfTheWrongType() throws Exception {
        assertEquals("g:1:1: the graph is a list, not a map\n  Write lines of the form \"KEY:"
                + " VALUE\".", wrong("- a"));
        assertEquals("g:1:1: the graph is the text \"hello\", not a map\n  Write lines of the"
                + " form \"KEY: VALUE\".", wrong("hello"));
        assertEquals("g:1:8: graph of the graph is 5, not a text\n  Put it in quotes: \"5\".",
                wrong("graph: 5"));
        assertEquals("g:1:8: graph of the graph is a list, not a text\n  Write one word or a text"
                + " in quotes.", wrong("graph: [a]"));
        assertEquals("g:2:10: comment is yes, not a text\n  Put it in quotes: \"yes\".",
                wrong("graph: g", "comment: yes"));
        assertEquals("g:2:12: resources is a list, not a map of kinds\n"
                + "  Write a kind, such as \"file:\", with a list below.",
                wrong("graph: g", "resources: [file]"));
        assertEquals("g:3:9: file is a map, not a list\n  Begin each of its parts with \"- \".",
                wrong("graph: g", "resources:", "  file: {name: a}"));
        assertEquals("g:3:10: a resource of kind file is the text \"a\", not a map\n"
                + "  Write lines of the form \"KEY: VALUE\".",
                wrong("graph: g", "resources:", "  file: [a]"));
        assertEquals("g:3:17: name of a resource of kind file is 7, not a text\n  Put it in"
                + " quotes: \"7\".", wrong("graph: g", "resources:", "  file: [{name: 7}]"));
        assertEquals("g:2:8: edges is the text \"x\", not a list\n  Begin each of its parts with"
                + " \"- \".", wrong("graph: g", "edges: x"));
        assertEquals("g:2:9: an edge is the text \"x\", not a map\n  Write lines of the form"
                + " \"KEY: VALUE\".", wrong("graph: g", "edges: [x]"));
        assertEquals("g:2:16: \"from\" of an edge is the text \"a\", not a map\n"
                + "  Write lines of the form \"KEY: VALUE\".",
                wrong("graph: g", "edges: [{from: a, to: {kind: file, name: a}}]"));
        assertEquals("g:3:11: notify of an edge is the text \"maybe\", not true or false\n"
                + "  Write notify: true or notify: false.",
                wrong("graph: g", "edges:", "- notify: maybe", "  from: {kind: f, name: a}",
                        "  to: {kind: f, name: b}"));
        assertEquals(
                "g:2:21: pattern of a collect is 1.5, not a text\n  Put it in quotes: \"1.5\".",
                wrong("graph: g", "collect: [{pattern: 1.5, kind: file}]"));
        assertEquals("g:2:11: a collect is the text \"file\", not a map\n  Write lines of the"
                + " form \"KEY: VALUE\".", wrong("graph: g", "collect: [file]"));
    }

    @Test
    public void checksMetaStrictly() throws Exception {
        assertEquals("g:5:12: \"retries\" is not a key of meta of file[a]\n"
                + "  Known: autoedge, autogroup, delay, noop, poll, retry.",
                wrongResource("meta: {retries: 3}"));
        assertEquals("g:5:11: meta of file[a] is the text \"noop\", not a map\n  Write it as"
                + " meta: {noop: true}.", wrongResource("meta: noop"));
        for (String key : List.of("noop", "autoedge", "autogroup")) {
            assertEquals("g:6:" + (9 + key.length()) + ": meta." + key
                    + " of file[a] is 1, not true or false\n"
                    + "  Write " + key + ": true or " + key + ": false.",
                    wrongResource("meta:", "  " + key + ": 1"));
        }
        assertEquals("g:6:14: meta.retry of file[a] is -2, not a whole number from -1 to"
                + " 2147483647\n  Write such a number. -1 tries without end.\n"
                + "g:7:14: meta.delay of file[a] is 0.5, not a whole number from 0 to 86400000\n"
                + "  Write such a number. It is in milliseconds.\n"
                + "g:8:13: meta.poll of file[a] is the text \"1m\", not a whole number from 0 to"
                + " 31536000\n  Write such a number. It is in seconds.",
                wrongResource("meta:", "  retry: -2", "  delay: 0.5", "  poll: 1m"));
    }

    @Test
    public void refusesNumbersThatAreTooLarge() throws Exception {
        String remedy = "\n  Numbers go from -9223372036854775808 to 9223372036854775807."
                + " Put it in quotes if it is a text.";
        assertEquals("g:5:11: size of file[a] is 9223372036854775808, which is too large for a"
                + " number" + remedy, wrongResource("size: 9223372036854775808"));
        assertEquals("g:5:19: meta.retry of file[a] is 99999999999999999999, which is too large"
                + " for a number" + remedy, wrongResource("meta: {retry: 99999999999999999999}"));
    }

    @Test
    public void refusesNamesThatCannotStandInALog() throws Exception {
        assertEquals("g:3:17: a resource of kind file has an empty name\n  Give it a name.",
                wrong("graph: g", "resources:", "  file: [{name: \"\"}]"));
        assertEquals("g:3:17: a resource of kind file has an empty name\n  Give it a name.",
                wrong("graph: g", "resources:", "  file: [{name: \"@@\"}]"));
        assertEquals("g:3:17: the name of a resource of kind file has a line break or a control"
                + " character\n  Write the name on one line.",
                wrong("graph: g", "resources:", "  file: [{name: \"a\\nb\"}]"));
    }

    @Test
    public void refusesTheSameKeyTwice() throws Exception {
        assertEquals("g:6:5: \"path\" is there twice in a resource of kind file\n"
                + "  Remove one of them. The first is in line 5.",
                wrongResource("path: /a", "path: /b"));
        assertEquals("g:2:1: \"graph\" is there twice in the graph\n  Remove one of them. The"
                + " first is in line 1.", wrong("graph: a", "graph: b"));
    }

    @Test
    public void refusesBothKindAndRes() throws Exception {
        assertEquals("g:2:24: a collect has both \"kind\" and \"res\"\n  Remove \"res\".",
                wrong("graph: g", "collect: [{kind: file, res: file}]"));
    }

    @Test
    public void refusesKeysThatAreNoWords() throws Exception {
        assertEquals("g:5:7: a key of a resource of kind file is a list or a map\n  Use a word as"
                + " the key.", wrongResource("? [a]", ": b"));
    }

    @Test
    public void refusesTagsItDoesNotKnow() throws Exception {
        assertEquals("g:5:11: path of file[a] has the tag !!binary, which is not known here\n "
                + " Remove the tag.", wrongResource("path: !!binary aGVsbG8="));
        assertEquals("g:5:11: path of file[a] has the tag !java.io.File, which is not known"
                + " here\n  Remove the tag.", wrongResource("path: !java.io.File x"));
    }

    @Test
    public void refusesWhatContainsItself() throws Exception {
        assertEquals("g:5:11: list of file[a] contains itself\n  Remove the alias that leads back.",
                wrongResource("list: &l [*l]"));
        assertTrue(wrong("graph: g", "resources:", "  file:", "  - &m", "    name: a", "    <<: *m")
                .contains("contains itself"));
        assertEquals("g:5:9: \"<<\" in a resource of kind file has no map to take in\n  Write"
                + " \"<<: *NAME\" of a map.", wrongResource("<<: x"));
    }

    @Test(timeout = 60_000)
    public void boundsWhatAliasesExpandTo() throws Exception {
        StringBuilder bomb = new StringBuilder(
                "graph: g\nresources:\n  file:\n  - name: a\n    x0: &x0 [z,z,z,z,z,z,z,z,z]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*x" + (i - 1);
            bomb.append("    x").append(i).append(": &x").append(i).append(" [")
                    .append(String.join(",", Collections.nCopies(9, alias))).append("]\n");
        }
        String problem = wrong(bomb.toString());
        assertTrue(problem, problem.contains(
                "the file has more than 2000000 values once its aliases are expanded\n"
                + "  Use fewer aliases (*name)."));
        StringBuilder many = new StringBuilder("graph: g\ncomment: &c [a]\nedges: [");
        many.append("*c,".repeat(YamlGraphReader.MOST_ALIASES + 1)).append("]\n");
        problem = wrong(many.toString());
        assertTrue(problem, problem.startsWith("g: this is not YAML that is taken here: "));
        assertTrue(problem, problem.endsWith(
                "\n  At most 50 levels and 10000 aliases of lists and maps."));
    }

    @Test
    public void boundsTheDepth() throws Exception {
        String problem = wrong("graph: g", "comment: " + "[".repeat(100_000));
        assertTrue(problem, problem.endsWith(
                "At most 50 levels and 10000 aliases of lists and maps."));
    }

    @Test
    public void saysThatATabIsNoIndentation() throws Exception {
        assertEquals("g:3:1: a tab stands where YAML wants spaces\n  Indent with spaces.",
                wrong("graph: g", "resources:", "\tfile: []"));
        assertEquals("g:5:3: a tab stands where YAML wants spaces\n  Indent with spaces.",
                wrong("graph: g", "resources:", "  file:", "  - name: a", "  \tpath: b"));
    }

    @Test
    public void explainsBrokenYaml() throws Exception {
        String remedy = "\n  Check the indentation, quotes and brackets of this line and the one"
                + " above.";
        assertEquals("g:1:15: a \":\" is not allowed here\n"
                + "  Indent this line as the one above, or put the text in quotes.",
                wrong("graph: g extra: x"));
        assertEquals("g:2:1: this is not YAML: while parsing a flow sequence: expected ',' or"
                + " ']', but got <stream end>"
                + remedy, wrong("graph: [a", ""));
        assertTrue(wrong("graph: \"a", "b: c").contains("found unexpected end of stream" + remedy));
        assertEquals("g:2:10: the alias is not defined before: found undefined alias x\n"
                + "  Write &NAME before the value that *NAME is to repeat, or put the text in"
                + " quotes.", wrong("graph: g", "comment: *x"));
        assertEquals("g:2:1: a second document begins here\n"
                + "  One file holds one graph: remove the \"---\" between them.",
                wrong("graph: g", "---", "graph: h"));
    }

    @Test
    public void saysThatAFileIsEmpty() throws Exception {
        assertEquals("g: the file is empty\n  Write at least \"graph: NAME\".", wrong(""));
        assertEquals("g: the file is empty\n  Write at least \"graph: NAME\".", wrong(" \n\n"));
        assertEquals("g: the file holds only comments\n  Write at least \"graph: NAME\".",
                wrong("# later"));
    }

    @Test
    public void saysWhereAFileIsNotUtf8() throws Exception {
        assertEquals("g:2:12: the byte 0xe4 is not UTF-8\n  Save the file as UTF-8.",
                wrong("graph: g\ncomment: sp\u00e4t".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("a replacement character itself is fine", "\uFFFD",
                read("graph: \uFFFD").name());
    }

    @Test
    public void saysWhereAControlCharacterStands() throws Exception {
        assertEquals("g:2:11: the character U+0007 may not stand in YAML\n"
                + "  Remove it, or write \"\\u0007\" in double quotes.",
                wrong("graph: g", "comment: x\u0007"));
        assertEquals("\u0007", read("graph: \"\\u0007\"").name());
        assertEquals("\uD83D\uDE00", read("graph: \uD83D\uDE00").name());
    }

    @Test
    public void saysThatAFileCannotBeRead() throws Exception {
        Path missing = folder.getRoot().toPath().resolve("missing.yaml");
        assertEquals(missing + ": there is no such file\n  Check the path: " + missing + ".",
                assertThrows(InvalidGraphException.class, () -> reader.read(missing)).getMessage());
        Path directory = folder.newFolder("d.yaml").toPath();
        assertEquals(directory + ": this is a directory\n  Name a file in it.",
                assertThrows(InvalidGraphException.class, () -> reader.read(directory))
                .getMessage());
        Path below = Files.createFile(folder.getRoot().toPath().resolve("plain")).resolve("g.yaml");
        assertTrue(assertThrows(IOException.class, () -> reader.read(below)).getMessage()
                .contains("plain"));
    }

    @Test
    public void refusesAFileBeyondItsLimit() throws Exception {
        Path file = folder.newFile("large.yaml").toPath();
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Text.MOST_BYTES + 1L);
        }
        assertEquals(file + ": the file has 67108865 bytes; at most 67108864 are read\n"
                + "  Split the graph over several hosts.",
                assertThrows(InvalidGraphException.class, () -> reader.read(file)).getMessage());
    }

    @Test
    public void countsTheProblemsThatAreTooManyToShow() throws Exception {
        StringBuilder text = new StringBuilder("graph: g\nedges:\n");
        for (int i = 0; i < 60; i++) {
            text.append("- {name: e").append(i).append("}\n");
        }
        assertTrue(wrong(text.toString()).endsWith(
                "g: and 20 more problems\n  Mend the first ones, then look again."));
    }

    @Test(timeout = 60_000)
    public void readsTenThousandResources() throws Exception {
        StringBuilder text = new StringBuilder("graph: big\nresources:\n  file:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - name: file").append(i).append("\n    path: /tmp/mgmt/dir/file")
                    .append(i)
                    .append("\n    content: |\n      the content of file number ").append(i)
                    .append("\n      and a second line to make it as long as usual, with some"
                    + " more text\n")
                    .append("    mode: \"0644\"\n    state: exists\n");
        }
        long start = System.nanoTime();
        assertEquals(10_000, read(text.toString()).resources().size());
        System.out.println(text.length() + " characters took ms="
                + (System.nanoTime() - start) / 1_000_000);
    }

    /** It has no size, and no end. */
    @Test
    public void refusesADeviceThatNeverEnds() {
        assertEquals("/dev/zero: the file has more than 67108864 bytes; at most 67108864 are read\n"
                + "  Split the graph over several hosts.", assertThrows(InvalidGraphException.class,
                () -> reader.read(Path.of("/dev/zero"))).getMessage());
    }

    @Test
    public void saysHowToReadFromStandardInput() {
        assertEquals("-: there is no such file\n  To read from standard input, name /dev/stdin.",
                assertThrows(InvalidGraphException.class, () -> reader.read(Path.of("-"))).getMessage());
    }

    /** What is read all the same is for others to look at; an edge that only seems to dangle is left out. */
    @Test
    public void givesWhatItCouldReadOfABrokenGraph() throws Exception {
        Graph part = readable("graph: g", "resources:", "  file:", "  - name: a", "    mode:", "  - nam: b", "  exec:",
                "  - name: c", "edges:", "- from: {kind: exec, name: c}", "  to: {kind: exec, name: d}",
                "- from: {kind: exec, name: c}", "  to: {kind: file, name: b}").orElseThrow();
        assertEquals(List.of("file[a]", "exec[c]"), part.resources().stream().map(r -> r.ref().toString()).toList());
        assertEquals(Set.of("mode"), part.resources().get(0).unread());
        assertEquals(List.of("exec[d]"), part.edges().stream().map(e -> e.to().toString()).toList());
        assertEquals("all may be among what is there twice", List.of(), readable("graph: g", "resources:", "  exec:",
                "  - name: c", "  exec:", "  - name: d", "edges:", "- from: {kind: exec, name: c}",
                "  to: {kind: exec, name: d}").orElseThrow().edges());
        assertEquals("no YAML", Optional.empty(), readable("graph: ["));
    }

    private Optional<Graph> readable(String... lines) throws IOException {
        return assertThrows(InvalidGraphException.class, () -> read(lines)).readable();
    }
}
