// SPDX-License-Identifier: Apache-2.0
package io.mgmt.shell;

import io.mgmt.agent.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The {@link Command} services that there are at this moment: they come and go with their bundles. */
final class Commands {

    /**
     * What is known of a command without making it.
     *
     * @param description the first text is one sentence; may be empty
     * @param usage what stands after the name; may be empty
     */
    record Known(String name, List<String> description, String usage, ServiceReference<Command> reference) {

        static Known of(ServiceReference<Command> reference) {
            return new Known(String.valueOf(reference.getProperty(Command.NAME)),
                    texts(reference.getProperty(Command.DESCRIPTION)),
                    String.join(" ", texts(reference.getProperty(Command.USAGE))), reference);
        }

        /** One sentence; empty if the command says nothing of itself. */
        String summary() {
            return description.isEmpty() ? "" : description.get(0);
        }
    }

    private final BundleContext context;

    Commands(BundleContext context) {
        this.context = context;
    }

    /** All, by name; the best ranked of those that share one. */
    List<Known> all() {
        Map<String, Known> best = new LinkedHashMap<>();
        references().sorted(Comparator.reverseOrder()).map(Known::of)
                .forEach(known -> best.putIfAbsent(known.name(), known));
        List<Known> all = new ArrayList<>(best.values());
        all.sort(Comparator.comparing(Known::name));
        return all;
    }

    Optional<Known> find(String name) {
        return references().filter(reference -> name.equals(reference.getProperty(Command.NAME)))
                .max(Comparator.naturalOrder()).map(Known::of);
    }

    private Stream<ServiceReference<Command>> references() {
        try {
            return context.getServiceReferences(Command.class, null).stream();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A service property of one text, of several, or none. */
    static List<String> texts(Object property) {
        if (property instanceof String[] several) {
            return List.of(several);
        }
        if (property instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return property == null ? List.of() : List.of(String.valueOf(property));
    }
}
