// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import static io.mgmt.core.graph.Toy.edge;
import static io.mgmt.core.graph.Toy.file;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.mgmt.graph.Edge;
import io.mgmt.graph.Position;
import io.mgmt.graph.Ref;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

public class AutoEdgesTest {

    private static Port port(String name, Set<Ref> uses) {
        return new Port(file(name), true, Set.of(file("/" + name)), uses);
    }

    private static List<String> names(List<Edge> edges) {
        return edges.stream().map(e -> e.from().name() + e.to().name()).toList();
    }

    @Test
    public void leadFromWhatProvidesToWhatUses() {
        List<Edge> found = AutoEdges.find(
                List.of(port("b", Set.of(file("/a"), file("/elsewhere"))),
                port("a", Set.of(file("/a")))), List.of());
        assertEquals(List.of(new Edge("auto", file("a"), file("b"), false, Position.NONE)), found);
    }

    @Test
    public void leaveOutWhoTakesNoPart() {
        Port shy = new Port(file("a"), false, Set.of(file("/a")), Set.of());
        assertEquals(List.of(), AutoEdges.find(List.of(shy, port("b", Set.of(file("/a")))),
                List.of()));
    }

    @Test
    public void giveWayToAnExplicitEdgeInEitherDirection() {
        List<Port> ports = List.of(port("a", Set.of()), port("b", Set.of(file("/a"))));
        assertEquals(List.of(), AutoEdges.find(ports, List.of(edge("a", "b"))));
        assertEquals(List.of(), AutoEdges.find(ports, List.of(edge("b", "a"))));
    }

    @Test
    public void neverCloseACycle() {
        List<Port> ports = List.of(port("a", Set.of(file("/c"))), port("b", Set.of(file("/a"))),
                port("c", Set.of(file("/b"))), port("d", Set.of(file("/c"))));
        assertEquals("the last of three is dropped", List.of("ca", "ab", "cd"),
                names(AutoEdges.find(ports, List.of())));
        assertEquals("explicit edges stay", List.of("ca", "cd"),
                names(AutoEdges.find(ports, List.of(edge("b", "c")))));
    }

    @Test
    public void neverCloseACycleInAnyRandomGraph() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int size = 2 + random.nextInt(10);
            List<Port> ports = new ArrayList<>();
            List<Edge> explicit = new ArrayList<>();
            for (int v = 0; v < size; v++) {
                Set<Ref> uses = new HashSet<>();
                for (int w = 0; w < size; w++) {
                    if (random.nextInt(size) < 2) {
                        uses.add(file("/" + w));
                    }
                    if (v < w && random.nextInt(size) < 1) {
                        explicit.add(edge("" + v, "" + w));
                    }
                }
                ports.add(port("" + v, uses));
            }
            List<Edge> all = new ArrayList<>(explicit);
            List<Edge> found = AutoEdges.find(ports, explicit);
            all.addAll(found);
            List<Ref> refs = ports.stream().map(Port::ref).toList();
            assertEquals(size, Order.of(refs, all).size());
            // And none is left out without need: each missing one would close a cycle.
            for (Port port : ports) {
                for (Ref use : port.uses()) {
                    Ref provider = file(use.name().substring(1));
                    boolean linked = all.stream().anyMatch(e -> e.from().equals(provider) && e.to()
                            .equals(port.ref())
                            || e.to().equals(provider) && e.from().equals(port.ref()));
                    if (!linked && !provider.equals(port.ref())) {
                        List<Edge> more = new ArrayList<>(all);
                        more.add(new Edge("", provider, port.ref(), false, Position.NONE));
                        assertTrue(provider + " " + port, !Order.cycles(refs, more).isEmpty());
                    }
                }
            }
        }
    }
}
