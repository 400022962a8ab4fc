// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static io.mgmt.core.graph.Toy.edge;
import static io.mgmt.core.graph.Toy.file;
import static io.mgmt.core.graph.Toy.spec;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Edge;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Change;
import io.mgmt.resource.Context;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.Watch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Order, difference, merging, DOT and creation: functions from values to values. */
public class GraphValuesTest {

    @Test
    public void orderKeepsTheFileWhereEdgesAllow() {
        List<Ref> vertices = List.of(file("d"), file("c"), file("b"), file("a"));
        assertEquals(vertices, Order.of(vertices, List.of()));
        assertEquals(List.of(file("c"), file("a"), file("b"), file("d")),
                Order.of(vertices, List.of(edge("a", "b"), edge("b", "d"))));
        assertThrows(IllegalArgumentException.class,
                () -> Order.of(vertices, List.of(edge("a", "b"), edge("b", "a"))));
    }

    @Test
    public void diffComparesWhatIsAskedForAndNotWhereItStands() {
        ResourceSpec moved = new ResourceSpec(file("same"), Meta.DEFAULT, Map.of("content", "x"),
                new Position("g.yaml", 7, 1), Map.of());
        GraphDiff diff = GraphDiff.between(
                List.of(spec("gone", "x"), spec("same", "x"), spec("other", "x")),
                List.of(edge("gone", "same"), edge("same", "other")),
                List.of(spec("new", "x"), spec("other", "y"), moved),
                List.of(new Edge("renamed", file("same"), file("other"), false, Position.NONE),
                        new Edge("e", file("new"), file("same"), true, Position.NONE)));
        assertEquals(List.of(spec("new", "x")), diff.added());
        assertEquals(List.of(spec("gone", "x")), diff.removed());
        assertEquals(List.of(spec("other", "y")), diff.replaced());
        assertEquals(List.of(moved), diff.untouched());
        assertEquals(List.of("e"), diff.edgesAdded().stream().map(Edge::name).toList());
        assertEquals(List.of(edge("gone", "same")), diff.edgesRemoved());
        assertFalse(diff.isEmpty());
        assertTrue(GraphDiff.between(List.of(moved), List.of(), List.of(spec("same", "x")),
                List.of()).isEmpty());
    }

    @Test
    public void mergePrefersOwnResourcesThenTheFirstHost() {
        Graph graph = new Graph("g", "", List.of(spec("own", "mine")), List.of(), List.of(),
                List.of());
        Merged merged = Merged.of(graph, List.of(
                new Offer("h3", spec("shared", "of h3")), new Offer("h2", spec("shared", "of h2")),
                new Offer("h2", spec("own", "of h2")), new Offer("h4", spec("more", "of h4"))));
        assertEquals(List.of(spec("own", "mine"), spec("shared", "of h2"), spec("more", "of h4")),
                merged.resources());
        assertEquals(List.of(
                "file[own] exported by h2 is left out: this host has one of its own\n  Rename one"
                + " of the two.",
                "file[shared] exported by h3 is left out: h2 exports one too, and comes first by"
                + " name\n  Rename one of the two, or collect only one of them."),
                merged.leftOut().stream().map(Problem::toString).toList());
    }

    @Test
    public void mergeReportsWhatIsCollectedTwiceWithDifferentPatterns() {
        Merged merged = Merged.of(Graph.EMPTY, List.of(
                new Offer("h2", spec("a", "/x")), new Offer("h2", spec("a", "/x")),
                new Offer("h2", spec("a", "/y"))));
        assertEquals(List.of(spec("a", "/x")), merged.resources());
        assertEquals(1, merged.leftOut().size());
        assertTrue(merged.leftOut().get(0).message().endsWith(
                "it is collected twice with different patterns"));
    }

    @Test
    public void dotIsSortedAndQuoted() {
        assertEquals("digraph \"a \\\"b\\\"\" {\n"
                + "    \"exec[c:\\\\x\\n]\";\n    \"file[a]\";\n"
                + "    \"exec[c:\\\\x\\n]\" -> \"file[a]\" [label=\"auto\", style=dashed];\n"
                + "    \"file[a]\" -> \"exec[c:\\\\x\\n]\" [label=\"e1\", style=bold];\n}\n",
                Dot.of(named("a \"b\""), List.of(file("a"), new Ref("exec", "c:\\x\n")), List.of(
                        new Edge("e1", file("a"), new Ref("exec", "c:\\x\n"), true, Position.NONE),
                        new Edge("auto", new Ref("exec", "c:\\x\n"), file("a"), false,
                        Position.NONE))));
    }

    /** Neither is applied here: an export by its name in the file, a collect by its kind and pattern. */
    @Test
    public void dotShowsWhatIsExportedAndCollected() {
        Graph graph = new Graph("g", "", List.of(), List.of(spec("s", "x"), spec("r", "x")), List.of(),
                List.of(new Collect("file", "/h/\"", Position.NONE), new Collect("print", "", Position.NONE),
                        new Collect("print", "", Position.NONE)));
        assertEquals("digraph \"g\" {\n    \"file[a]\";\n"
                + "    \"collect file /h/\\\"\" [style=dashed];\n"
                + "    \"collect print\" [style=dashed];\n"
                + "    \"file[@@r]\" [style=dashed];\n"
                + "    \"file[@@s]\" [style=dashed];\n}\n", Dot.of(graph, List.of(file("a")), List.of()));
    }

    private static Graph named(String name) {
        return new Graph(name, "", List.of(), List.of(), List.of(), List.of());
    }

    /** Purge asks for recurse, which is there and only could not be shown to the kind. */
    @Test
    public void creationFindsEveryWrongFieldAndNothingThatOnlyFollows() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bogus", "x");
        fields.put("mode", "9");
        fields.put("purge", true);
        Position at = new Position("g.yaml", 3, 3);
        ResourceSpec spec = new ResourceSpec(file("a"), Meta.DEFAULT, fields, at, Map.of("bogus", at, "mode", at,
                "purge", at, "recurse", at));
        Creation wrong = Creation.of(spec, s -> {
            for (String field : List.of("bogus", "mode", "purge")) {
                if (s.fields().containsKey(field)) {
                    throw new InvalidResourceException(field, field.equals("purge") ? "purge without recurse"
                            : field + " is wrong", "Mend it.");
                }
            }
            if (!(s.fields().get("path") instanceof Long)) {
                throw new InvalidResourceException("path", "path is missing", "Name one.");
            }
            throw new InvalidResourceException("owner", "owner is missing", "Name one.");
        });
        assertEquals(List.of("file[a]: bogus is wrong", "file[a]: mode is wrong", "file[a]: path is missing",
                "file[a]: owner is missing"),
                ((Creation.Wrong) wrong).problems().stream().map(Problem::message).toList());
    }

    @Test
    public void creationAsksAKindThatNeverAgreesOnlySoOften() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < 2 * Creation.MOST_PROBLEMS; i++) {
            fields.put("f" + i, "x");
        }
        Creation wrong = Creation.of(new ResourceSpec(file("a"), Meta.DEFAULT, fields), s -> {
            throw new InvalidResourceException(s.fields().keySet().iterator().next(), "wrong", "");
        });
        assertEquals(Creation.MOST_PROBLEMS, ((Creation.Wrong) wrong).problems().size());
    }

    @Test
    public void creationGivesTheProblemAtTheWrongField() {
        ResourceSpec spec = new ResourceSpec(file("a"), Meta.DEFAULT, Map.of("mode", "9"),
                new Position("g.yaml", 3, 3), Map.of("mode", new Position("g.yaml", 4, 9)));
        Creation wrong = Creation.of(spec, s -> {
            throw new InvalidResourceException("mode", "mode is \"9\"", "Use octal digits.");
        });
        assertEquals("g.yaml:4:9: file[a]: mode is \"9\"\n  Use octal digits.",
                ((Creation.Wrong) wrong).problems().get(0).toString());
    }

    @Test
    public void creationSurvivesAKindThatBreaks() {
        Creation wrong = Creation.of(spec("a", "x"), s -> {
            throw new IllegalStateException("oops");
        });
        assertEquals("file[a]: the bundle of kind file answered java.lang.IllegalStateException:"
                + " oops\n"
                + "  This is a mistake in that bundle: report it, or take another version of it.",
                ((Creation.Wrong) wrong).problems().get(0).toString());
        assertTrue(Creation.of(spec("a", "x"), s -> null) instanceof Creation.Wrong);
        assertTrue(Creation.of(spec("a", "x"), s -> new Nothing()) instanceof Creation.Done);
    }

    private static final class Nothing implements Resource {
        @Override
        public List<Change> check(Context context) {
            return List.of();
        }

        @Override
        public Watch watch(Context context, Runnable changed) {
            return Watch.NONE;
        }

        @Override
        public Optional<String> groupKey() {
            return Optional.empty();
        }
    }

    @Test
    public void wordsCountSlips() {
        assertEquals(0, Words.distance("file", "file"));
        assertEquals(1, Words.distance("flie", "file"));
        assertEquals(4, Words.distance("", "file"));
        assertEquals(3, Words.distance("kitten", "sitting"));
    }
}
