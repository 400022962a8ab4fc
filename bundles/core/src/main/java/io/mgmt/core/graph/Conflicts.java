// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds resources that provide the same thing: each would undo what the other did, without end. */
public final class Conflicts {

    private Conflicts() {
    }

    /**
     * One problem for each resource that provides what an earlier one provides.
     *
     * @param resources in the order of the file; equal names are left to {@link GraphCheck}
     * @param ports what they provide; a resource without one provides nothing that is known
     */
    public static List<Problem> find(Collection<ResourceSpec> resources, Map<Ref, Port> ports) {
        Map<Ref, ResourceSpec> providers = new HashMap<>(resources.size() * 2);
        List<Problem> problems = new ArrayList<>();
        for (ResourceSpec spec : resources) {
            Port port = ports.get(spec.ref());
            if (port == null) {
                continue;
            }
            for (Ref provided : sorted(port.provides())) {
                ResourceSpec first = providers.putIfAbsent(provided, spec);
                if (first != null && !first.ref().equals(spec.ref())) {
                    problems.add(new Problem(spec.position(), spec.ref() + " is about " + provided.name()
                            + ", and so is " + first.ref() + " at " + first.position(),
                            "Keep one of them: each would undo what the other does."));
                    break;
                }
            }
        }
        return problems;
    }

    private static Collection<Ref> sorted(Set<Ref> refs) {
        return refs.size() < 2 ? refs : new TreeSet<>(refs);
    }
}
