// SPDX-License-Identifier: Apache-2.0
package io.mgmt.yaml;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Graph;
import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.resolver.Resolver;

/** Handing over while composing must give what composing the whole file first gives. */
public class GraphComposerTest {

    private static final int FILES = 3_000;
    private static final int WORDS = 100_000;
    private static final String[] KINDS = {"file", "exec", "noop", "\"svc\"", "? [x]\n "};
    private static final String[] NAMES = {"a", "b", "c", "\"@@d\"", "1", "no", "", "~"};

    private final LoaderOptions options = new LoaderOptions();

    /** What a reader makes of a text. */
    private record Read(Graph graph, List<Problem> problems) {
    }

    private Read whole(String text) {
        return read(parser -> new Yaml(options).compose(new StringReader(text)));
    }

    private Read handedOver(String text) {
        return read(parser -> new GraphComposer(text, options, parser).getSingleNode());
    }

    private static Read read(Function<GraphParser, Node> compose) {
        Problems problems = new Problems("g");
        GraphParser parser = new GraphParser(problems);
        Graph graph = parser.graph(compose.apply(parser));
        try {
            problems.throwIfAny();
            return new Read(graph, List.of());
        } catch (InvalidGraphException e) {
            return new Read(Graph.EMPTY, e.problems());
        }
    }

    /** Replay with -Dseed=. */
    @Test
    public void readsWhatTheWholeFileSays() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("GraphComposerTest -Dseed=" + seed);
        Random random = new Random(seed);
        int right = 0;
        for (int i = 0; i < FILES; i++) {
            String text = file(random);
            Read expected = whole(text);
            Read actual = handedOver(text);
            String where = "seed " + seed + ", file " + i + ":\n" + text;
            if (!expected.problems().isEmpty()) {
                // Of a key that is there twice both values are looked at.
                boolean isTwice = expected.problems().toString().contains("is there twice");
                assertTrue(where + actual.problems(), isTwice
                        ? actual.problems().containsAll(expected.problems())
                        : Set.copyOf(actual.problems()).equals(Set.copyOf(expected.problems())));
                continue;
            }
            right++;
            assertEquals(where, List.of(), actual.problems());
            assertEquals(where, inFile(expected.graph()), inFile(actual.graph()));
        }
        assertTrue("right ones: " + right, right > FILES / 10);
    }

    /** What a merge takes from elsewhere may stand anywhere in the order; the rest stands by line. */
    private static Graph inFile(Graph graph) {
        return new Graph(graph.name(), graph.comment(), GraphParser.inFile(graph.resources()),
                GraphParser.inFile(graph.exported()), GraphParser.edgesInFile(graph.edges()),
                graph.collects());
    }

    private static String file(Random random) {
        boolean isWild = random.nextInt(3) == 0;
        StringBuilder text = new StringBuilder();
        List<String> anchors = new ArrayList<>();
        text.append(random.nextInt(20) == 0 ? "--- &root\n" : "").append("graph: g\n");
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            if (i == 0 || isWild && random.nextInt(4) == 0) {
                resources(random, isWild, anchors, text);
            }
        }
        text.append(random.nextBoolean() ? "edges:\n" : isWild ? "edges: &e\n" : "comment: x\nedges:\n");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append("- {from: {kind: file, name: a}, to: {kind: file, name: b}")
                    .append(random.nextBoolean() ? "}\n" : ", notify: true}\n");
        }
        return text.append(isWild && random.nextInt(5) == 0 ? "? [x]\n: 1\n" : "").toString();
    }

    private static void resources(Random random, boolean isWild, List<String> anchors,
            StringBuilder text) {
        text.append("resources:").append(random.nextInt(10) == 0 ? " &r\n" : "\n");
        int kinds = 1 + random.nextInt(3);
        for (int k = 0; k < kinds; k++) {
            String kind = isWild ? KINDS[random.nextInt(KINDS.length)] : KINDS[k];
            text.append(" ").append(kind).append(":");
            if (isWild && !anchors.isEmpty() && random.nextInt(5) == 0) {
                text.append(" *").append(anchors.get(random.nextInt(anchors.size()))).append('\n');
                continue;
            }
            text.append(anchor(random, anchors)).append(isWild && random.nextInt(15) == 0
                    ? " !!seq" : "").append('\n');
            for (int i = random.nextInt(4); i >= 0; i--) {
                String name = isWild ? NAMES[random.nextInt(NAMES.length)] : "n" + k + i;
                text.append(" -").append(anchor(random, anchors)).append("\n    name: ")
                        .append(name).append("\n    path: /a\n    list: [1, {x: yes}]\n");
                if (!anchors.isEmpty() && random.nextInt(6) == 0) {
                    text.append("    <<: *").append(anchors.get(random.nextInt(anchors.size())))
                            .append('\n');
                }
            }
        }
    }

    private static String anchor(Random random, List<String> anchors) {
        if (random.nextInt(5) > 0) {
            return "";
        }
        anchors.add("x" + anchors.size());
        return " &" + anchors.get(anchors.size() - 1);
    }

    @Test
    public void keepsNoResource() {
        List<String> received = new ArrayList<>();
        Node root = new GraphComposer("graph: g\nresources:\n  file:\n  - {name: a}\n  - 7\nedges: [x]\n",
                options, new GraphComposer.Receiver() {
                    @Override
                    public void resource(String kind, Node node) {
                        received.add(kind + " " + node.getNodeId());
                    }

                    @Override
                    public void edge(Node node) {
                        received.add("edge " + node.getNodeId());
                    }
                }).getSingleNode();
        assertEquals(List.of("file mapping", "file scalar", "edge scalar"), received);
        assertEquals("all lists are empty", 0, items(root));
    }

    private static int items(Node node) {
        if (node instanceof MappingNode map) {
            return map.getValue().stream().mapToInt(tuple -> items(tuple.getValueNode())).sum();
        }
        return node instanceof SequenceNode list ? list.getValue().size() : 0;
    }

    /** Replay with -Dseed=. */
    @Test
    public void givesEachWordItsTagOfYaml11() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("GraphComposerTest -Dseed=" + seed);
        Random random = new Random(seed);
        Resolver plain = new Resolver();
        Resolver ours = new WordResolver();
        String[] pieces = {"yes", "No", "TRUE", "false", "oN", "Off", "null", "NULL", "y", "n", "~",
            "<<", "=", "1", "0x1f", "1.5", "-", "+", ".inf", ".NaN", "e3", ":", "2001-01-01", " ",
            "\u00e9", "@", "a", "Z", "[", "none"};
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int n = random.nextInt(3); n > 0; n--) {
                word.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean isPlain = random.nextInt(4) > 0;
            assertEquals(word + ", seed " + seed,
                    plain.resolve(NodeId.scalar, word.toString(), isPlain),
                    ours.resolve(NodeId.scalar, word.toString(), isPlain));
        }
    }
}
