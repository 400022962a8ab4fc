// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.core.graph.Conflicts;
import io.mgmt.core.graph.GraphCheck;
import io.mgmt.core.graph.Port;
import io.mgmt.graph.Collect;
import io.mgmt.graph.Graph;
import io.mgmt.graph.GraphReader;
import io.mgmt.graph.InvalidGraphException;
import io.mgmt.graph.Position;
import io.mgmt.graph.Problem;
import io.mgmt.graph.Ref;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.ResourceType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the graph file and finds everything that is wrong with it, before anything of it runs. One
 * thread at a time.
 */
final class GraphLoader {

    private final Path file;
    private final Supplier<Optional<GraphReader>> reader;
    private final Kinds kinds;
    private Map<Ref, ResourceSpec> accepted = Map.of();
    private Map<Ref, Port> acceptedPorts = Map.of();

    /** @param reader empty while its bundle is not here */
    GraphLoader(Path file, Supplier<Optional<GraphReader>> reader, Kinds kinds) {
        this.file = file;
        this.reader = reader;
        this.kinds = kinds;
    }

    /**
     * Reads the file anew. What asks for the same as in the last graph that was loaded is not made
     * again.
     */
    Loading load() {
        Optional<GraphReader> present = reader.get();
        if (present.isEmpty()) {
            return new Loading.Broken(List.of(new Problem(new Position(file.toString(), 0, 0),
                    "no bundle here reads graph files",
                    "Start io.mgmt.yaml, or another bundle that provides a GraphReader.")), true);
        }
        Graph graph;
        List<Problem> problems = new ArrayList<>();
        try {
            graph = present.get().read(file);
        } catch (InvalidGraphException e) {
            if (e.readable().isEmpty()) {
                return new Loading.Broken(e.problems(), false);
            }
            problems.addAll(e.problems());
            graph = e.readable().get();
        } catch (IOException e) {
            return new Loading.Broken(List.of(new Problem(new Position(file.toString(), 0, 0),
                    "the file cannot be read: " + e.getMessage(),
                    "Check the path, the permissions and the disk.")), false);
        }
        boolean isReadable = problems.isEmpty();
        Set<String> known = kinds.known();
        Map<Ref, Made> fresh = new HashMap<>();
        for (ResourceSpec spec : graph.resources()) {
            if (!isReadable && !spec.unread().isEmpty()) {
                // Without those fields it may seem to be about something else, and conflict with that.
                make(spec, problems).ifPresent(Made::discard);
            } else if (!spec.equals(accepted.get(spec.ref()))) {
                make(spec, problems).ifPresent(made -> {
                    Made former = fresh.put(spec.ref(), made);
                    if (former != null) {
                        former.discard();
                    }
                });
            }
        }
        for (ResourceSpec spec : graph.exported()) {
            make(spec, problems).ifPresent(Made::discard);
        }
        problems.addAll(Conflicts.find(graph.resources(), ports(graph, fresh)));
        problems = GraphCheck.problems(graph, known, problems);
        if (!problems.isEmpty()) {
            fresh.values().forEach(Made::discard);
            return new Loading.Broken(problems, isReadable && missesBundle(graph, known));
        }
        Map<Ref, ResourceSpec> now = new HashMap<>(graph.resources().size() * 2);
        graph.resources().forEach(spec -> now.put(spec.ref(), spec));
        acceptedPorts = ports(graph, fresh);
        accepted = now;
        return new Loading.Loaded(graph, fresh);
    }

    /** Of what is made anew, and of what stays as it was accepted. */
    private Map<Ref, Port> ports(Graph graph, Map<Ref, Made> fresh) {
        Map<Ref, Port> ports = new HashMap<>();
        for (ResourceSpec spec : graph.resources()) {
            Made made = fresh.get(spec.ref());
            Port port = made == null ? acceptedPorts.get(spec.ref()) : made.port();
            if (port != null) {
                ports.put(spec.ref(), port);
            }
        }
        return ports;
    }

    private Optional<Made> make(ResourceSpec spec, List<Problem> problems) {
        Optional<ResourceType> type = kinds.best(spec.ref().kind());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Made made = Made.of(spec, type);
        problems.addAll(made.problems());
        return Optional.of(made);
    }

    private static boolean missesBundle(Graph graph, Set<String> known) {
        return graph.resources().stream().anyMatch(spec -> !known.contains(spec.ref().kind()))
                || graph.exported().stream().anyMatch(spec -> !known.contains(spec.ref().kind()))
                || graph.collects().stream().map(Collect::kind)
                .anyMatch(kind -> !known.contains(kind));
    }
}
