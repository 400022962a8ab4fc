// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Problem;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;

/** The outcome of asking a kind for a resource, which touches nothing on the host. */
public sealed interface Creation {

    /** It is there; whoever takes it closes it. */
    record Done(Resource resource) implements Creation {
    }

    /** The kind does not take it. */
    record Wrong(Problem problem) implements Creation {
    }

    /** Asks the kind; a kind that breaks its contract counts as one that does not take it. */
    static Creation of(ResourceSpec spec, ResourceType type) {
        try {
            Resource resource = type.create(spec);
            if (resource == null) {
                return broken(spec, "null");
            }
            return new Done(resource);
        } catch (InvalidResourceException e) {
            return new Wrong(new Problem(spec.position(e.field()),
                    spec.ref() + ": " + e.getMessage(), e.remedy()));
        } catch (RuntimeException | LinkageError e) {
            // A plug-in's mistake must cost its own resource only, and name it.
            return broken(spec, e.toString());
        }
    }

    private static Creation broken(ResourceSpec spec, String answer) {
        return new Wrong(new Problem(spec.position(),
                spec.ref() + ": the bundle of kind " + spec.ref().kind() + " answered " + answer,
                "This is a mistake in that bundle: report it, or take another version of it."));
    }
}
