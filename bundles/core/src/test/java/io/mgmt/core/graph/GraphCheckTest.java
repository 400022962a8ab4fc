// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static io.mgmt.core.graph.Toy.toy;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Collect;
import io.mgmt.graph.Graph;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class GraphCheckTest {

    private static final Set<String> KINDS = Set.of("file", "exec", "noop");

    private static String problems(Graph graph) {
        return GraphCheck.problems(graph, KINDS).stream().map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    public void findsNothingWrongWithASoundGraph() {
        assertEquals("", problems(toy().files("a", "b", "c").exports("a").edges("a b", "b c", "a c")
                .graph()));
    }

    @Test
    public void namesBothPlacesOfADuplicate() {
        assertEquals("g.yaml:4:3: file[a] is there twice\n"
                + "  Rename or remove one of them. The first is at g.yaml:2:3.",
                problems(toy().files("a", "b", "a").graph()));
        assertEquals("g.yaml:3:3: file[@@a] is there twice\n"
                + "  Rename or remove one of them. The first is at g.yaml:2:3.",
                problems(toy().exports("a").exports("a").graph()));
    }

    @Test
    public void guessesTheKindThatWasMeant() {
        assertEquals("g.yaml:2:3: \"flie\" is not a kind of resource\n"
                + "  Did you mean \"file\"? Known: exec, file, noop.",
                problems(toy().of("flie", "a").of("flie", "b").graph()));
        assertEquals("g.yaml:2:3: \"File\" is not a kind of resource\n"
                + "  Did you mean \"file\"? Known: exec, file, noop.",
                problems(toy().of("File", "a").graph()));
        assertEquals("g.yaml:2:3: \"virt\" is not a kind of resource\n  Known: exec, file, noop.",
                problems(toy().of("virt", "a").graph()));
    }

    @Test
    public void findsAnUnknownKindInACollect() {
        Graph graph = new Graph("g", "", List.of(), List.of(), List.of(),
                List.of(new Collect("fil", "", new Position("g.yaml", 9, 1))));
        assertEquals("g.yaml:9:1: \"fil\" is not a kind of resource\n"
                + "  Did you mean \"file\"? Known: exec, file, noop.", problems(graph));
    }

    @Test
    public void namesWhatADanglingEdgeMayHaveMeant() {
        assertEquals("g.yaml:4:3: edge \"a/tmp/c\" goes to file[/tmp/c], which is not in this"
                + " graph\n"
                + "  Add it under \"resources\", or remove the edge. Did you mean file[/tmp/b]?"
                + " Known: file[/tmp/b], file[a].",
                problems(toy().files("a", "/tmp/b").edges("a /tmp/c").graph()));
        assertEquals("g.yaml:3:3: edge \"xa\" comes from file[x], which is not in this graph\n"
                + "  Add it under \"resources\", or remove the edge. Known: file[a].",
                problems(toy().files("a").edges("x a").graph()));
    }

    @Test
    public void saysThatAnExportedResourceIsNotAppliedHere() {
        for (String name : List.of("shared", "@@shared")) {
            assertEquals("g.yaml:4:3: edge \"a" + name + "\" goes to file[" + name
                    + "], which is exported and not applied here\n"
                    + "  Add it under \"resources\", or remove the edge.",
                    problems(toy().files("a").exports("shared").edges("a " + name).graph()));
        }
    }

    @Test
    public void refusesAnEdgeFromAResourceToItself() {
        assertEquals("g.yaml:3:3: edge \"aa\" goes from file[a] to itself\n"
                + "  Remove the edge, or give it another end.",
                problems(toy().files("a").edges("a a").graph()));
    }

    @Test
    public void showsOneCycleOfEachKnot() {
        assertEquals("g.yaml:8:3: the edges form a cycle: file[a] -> file[b] -> file[a]\n"
                + "  Remove one of these edges.\n"
                + "g.yaml:11:3: the edges form a cycle: file[c] -> file[d] -> file[e] -> file[c]\n"
                + "  Remove one of these edges.",
                problems(toy().files("a", "b", "c", "d", "e")
                .edges("a b", "b a", "c d", "d e", "e c", "b c").graph()));
    }

    @Test
    public void findsEverythingInOneGoInTheOrderOfTheFile() {
        List<Problem> problems = GraphCheck.problems(
                toy().files("a").of("flie", "x").files("a").edges("a a", "a z").graph(), KINDS);
        assertEquals(List.of(3, 4, 5, 6), problems.stream().map(p -> p.position().line()).toList());
    }

    @Test
    public void countsTheProblemsThatAreTooManyToShow() {
        Toy toy = toy();
        IntStream.range(0, GraphCheck.MOST_PROBLEMS + 8).forEach(i -> toy.files("a"));
        List<Problem> problems = GraphCheck.problems(toy.graph(), KINDS);
        assertEquals(GraphCheck.MOST_PROBLEMS + 1, problems.size());
        assertEquals("and 7 more problems\n  Mend the first ones, then look again.",
                problems.get(GraphCheck.MOST_PROBLEMS).toString());
    }

    @Test
    public void refusesAGraphBeyondItsLimit() {
        Toy toy = toy();
        IntStream.rangeClosed(0, GraphCheck.MOST_RESOURCES).forEach(i -> toy.files("f" + i));
        assertEquals("g.yaml:2:3: the graph has more than 100000 resources\n  Split it over"
                + " several hosts.", problems(toy.graph()));
    }

    /** Recursion or a look at all pairs would not survive this. */
    @Test(timeout = 60_000)
    public void looksAtALongChainWithoutEnd() {
        Toy toy = toy();
        IntStream.range(0, 50_000).forEach(i -> toy.files("f" + i));
        IntStream.range(1, 50_000).forEach(i -> toy.edges("f" + (i - 1) + " f" + i));
        assertEquals("", problems(toy.graph()));
        String cycle = problems(toy.edges("f49999 f0").graph());
        assertTrue(cycle.contains("form a cycle: file[f0] -> file[f1] -> "));
    }
}
