// SPDX-License-Identifier: Apache-2.0
package io.mgmt.engine;

import io.mgmt.agent.Agent;
import io.mgmt.agent.Command;
import io.mgmt.graph.GraphReader;
import io.mgmt.resource.ResourceType;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Loads a graph file as the engine does, for commands that look at it and run nothing. */
@Component(service = OfflineLoader.class)
public final class OfflineLoader {

    private final GraphReader reader;
    private final Kinds kinds = new Kinds();

    @Activate
    public OfflineLoader(@Reference GraphReader reader) {
        this.reader = reader;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addKind(ResourceType type, Map<String, Object> properties) {
        if (properties.get(ResourceType.KIND) instanceof String kind) {
            kinds.add(kind, type, properties);
        }
    }

    void removeKind(ResourceType type) {
        kinds.remove(type);
    }

    /** What a command does with a graph that can run. */
    @FunctionalInterface
    interface Use {
        void of(Loading.Loaded loaded);
    }

    /**
     * Loads the one file that the arguments name, and makes use of it; says on {@code err} what is wrong
     * with them or with it.
     *
     * @param name of the {@link Command}
     * @return the exit code
     */
    int run(String name, List<String> arguments, PrintStream err, Use use) {
        if (arguments.size() != 1 || arguments.get(0).isEmpty()) {
            err.println("mgmt " + name + " takes one graph file, not "
                    + (arguments.size() == 1 ? "\"\"" : arguments) + ".\n  Name one.");
            return Agent.WRONG_INPUT;
        }
        Path file;
        try {
            file = Path.of(arguments.get(0));
        } catch (InvalidPathException e) {
            err.println(arguments.get(0) + ": no file can have this name: " + e.getReason() + ".\n  Check the path;"
                    + " for letters beyond ASCII start mgmt in a UTF-8 locale, such as LC_ALL=C.UTF-8.");
            return Agent.WRONG_INPUT;
        }
        Loading loading = new GraphLoader(file, () -> Optional.of(reader), kinds).load();
        if (loading instanceof Loading.Broken broken) {
            err.println(broken.text());
            return Agent.WRONG_INPUT;
        }
        Loading.Loaded loaded = (Loading.Loaded) loading;
        use.of(loaded);
        loaded.fresh().values().forEach(Made::discard);
        return Agent.DONE;
    }
}
