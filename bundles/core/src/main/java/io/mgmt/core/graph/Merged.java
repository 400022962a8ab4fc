// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Graph;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a host is to apply: its own resources, and what it collects.
 *
 * @param resources those of the file in its order, then what is collected by host, kind and name
 * @param leftOut what was offered and is not applied, and why
 */
public record Merged(List<ResourceSpec> resources, List<Problem> leftOut) {

    public Merged {
        resources = List.copyOf(resources);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Puts a graph and what is collected together. Own resources win, because this host's file is
     * nearer than another's; of two hosts the first by name wins, so that every host decides alike.
     *
     * @param offers in any order
     */
    public static Merged of(Graph graph, List<Offer> offers) {
        Map<Ref, ResourceSpec> resources = new LinkedHashMap<>();
        for (ResourceSpec spec : graph.resources()) {
            resources.put(spec.ref(), spec);
        }
        List<Offer> sorted = new ArrayList<>(offers);
        sorted.sort(Comparator.comparing(Offer::host).thenComparing(o -> o.spec().ref())
                .thenComparing(o -> o.spec().fields().toString()));
        Map<Ref, Offer> taken = new LinkedHashMap<>();
        List<Problem> leftOut = new ArrayList<>();
        for (Offer offer : sorted) {
            Ref ref = offer.spec().ref();
            Offer winner = taken.get(ref);
            if (resources.containsKey(ref) && winner == null) {
                leftOut.add(new Problem(resources.get(ref).position(),
                        ref + " exported by " + offer.host()
                        + " is left out: this host has one of its own", "Rename one of the two."));
            } else if (winner == null) {
                taken.put(ref, offer);
                resources.put(ref, offer.spec());
            } else if (!winner.spec().equals(offer.spec())) {
                leftOut.add(new Problem(offer.spec().position(),
                        ref + " exported by " + offer.host() + " is left out: "
                        + (winner.host().equals(offer.host())
                                ? "it is collected twice with different patterns"
                                : winner.host() + " exports one too, and comes first by name"),
                        "Rename one of the two, or collect only one of them."));
            }
        }
        return new Merged(List.copyOf(resources.values()), leftOut);
    }
}
