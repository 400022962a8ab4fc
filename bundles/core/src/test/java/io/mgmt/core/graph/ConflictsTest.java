// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static org.junit.Assert.assertEquals;

import io.mgmt.graph.Meta;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class ConflictsTest {

    private static ResourceSpec file(String name, int line) {
        return new ResourceSpec(new Ref("file", name), Meta.DEFAULT, Map.of(), new Position("g.yaml", line, 5),
                Map.of());
    }

    private static Port provides(ResourceSpec spec, String... paths) {
        return new Port(spec.ref(), true,
                Set.of(paths).stream().map(path -> new Ref("file", path)).collect(Collectors.toSet()),
                Set.of());
    }

    @Test
    public void namesBothOfTwoResourcesForOneThing() {
        ResourceSpec a = file("a", 4);
        ResourceSpec b = file("b", 7);
        List<Problem> problems = Conflicts.find(List.of(a, b),
                Map.of(a.ref(), provides(a, "/x"), b.ref(), provides(b, "/x", "/x/")));
        assertEquals(List.of("g.yaml:7:5: file[b] is about /x, and so is file[a] at g.yaml:4:5"
                + "\n  Keep one of them: each would undo what the other does."),
                problems.stream().map(Problem::toString).toList());
    }

    @Test
    public void findsNothingWhereEachHasItsOwn() {
        ResourceSpec a = file("a", 4);
        ResourceSpec b = file("b", 7);
        assertEquals(List.of(), Conflicts.find(List.of(a, b),
                Map.of(a.ref(), provides(a, "/x"), b.ref(), provides(b, "/y"))));
        assertEquals("one whose kind is not here provides nothing", List.of(),
                Conflicts.find(List.of(a, b), Map.of(a.ref(), provides(a, "/x"))));
    }
}
