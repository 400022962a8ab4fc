// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.core.graph.Creation;
import io.mgmt.core.graph.Port;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a kind made of a resource.
 *
 * @param type the kind; empty if its bundle is not here
 * @param resource empty if the kind is not here or does not take it
 * @param problems why the kind does not take it
 */
record Made(Optional<ResourceType> type, Optional<Resource> resource, List<Problem> problems,
        Port port) {

    private static final Logger LOG = LoggerFactory.getLogger(Made.class);

    static Made of(ResourceSpec spec, Optional<ResourceType> type) {
        if (type.isEmpty()) {
            return new Made(type, Optional.empty(), List.of(),
                    port(spec, Set.of(), Set.of()));
        }
        Creation creation = Creation.of(spec, type.get());
        if (creation instanceof Creation.Wrong wrong) {
            return new Made(type, Optional.empty(), wrong.problems(),
                    port(spec, Set.of(), Set.of()));
        }
        Resource resource = ((Creation.Done) creation).resource();
        return new Made(type, Optional.of(resource), List.of(), port(spec, resource));
    }

    /** True if the same kind would make it now. */
    boolean isMadeBy(Optional<ResourceType> now) {
        return type.isPresent() ? now.isPresent() && now.get() == type.get() : now.isEmpty();
    }

    /** Lets go of it before it was used. */
    void discard() {
        resource.ifPresent(r -> close(r, port.ref()));
    }

    static void close(Resource resource, Ref ref) {
        try {
            resource.close();
        } catch (Exception | LinkageError e) {
            // A plug-in's mistake; the resource is given up in any case.
            LOG.warn("close failed: resource={} reason={}", ref, LogText.quoted(e.toString()));
        }
    }

    private static Port port(ResourceSpec spec, Resource resource) {
        try {
            return port(spec, resource.provides(), resource.uses());
        } catch (RuntimeException | LinkageError e) {
            // Without automatic edges it may still work, and an explicit edge can stand in for
            // them.
            LOG.warn("automatic edges failed: resource={} reason={}", spec.ref(),
                    LogText.quoted(e.toString()));
            return port(spec, Set.of(), Set.of());
        }
    }

    private static Port port(ResourceSpec spec, Set<Ref> provides, Set<Ref> uses) {
        return new Port(spec.ref(), spec.meta().autoEdge(), provides, uses);
    }
}
