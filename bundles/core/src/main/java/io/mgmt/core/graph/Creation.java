// SPDX-License-Identifier: Apache-2.0
package io.mgmt.core.graph;

import io.mgmt.graph.Problem;
import io.mgmt.graph.ResourceSpec;
import io.mgmt.resource.InvalidResourceException;
import io.mgmt.resource.Resource;
import io.mgmt.resource.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;

/** The outcome of asking a kind for a resource, which touches nothing on the host. */
public sealed interface Creation {

    /** It is there; whoever takes it closes it. */
    record Done(Resource resource) implements Creation {
    }

    /**
     * The kind does not take it.
     *
     * @param problems in no order; empty if all that is wrong are fields that could not be read
     */
    record Wrong(List<Problem> problems) implements Creation {

        public Wrong {
            problems = List.copyOf(problems);
        }
    }

    /** More wrong fields than that are not looked for in one resource. */
    int MOST_PROBLEMS = 20;

    /** Asks the kind; a kind that breaks its contract counts as one that does not take it. */
    static Creation of(ResourceSpec spec, ResourceType type) {
        try {
            Resource resource = type.create(spec);
            if (resource == null) {
                return broken(spec, "null");
            }
            return new Done(resource);
        } catch (InvalidResourceException e) {
            return new Wrong(all(spec, type, e));
        } catch (RuntimeException | LinkageError e) {
            // A plug-in's mistake must cost its own resource only, and name it.
            return broken(spec, e.toString());
        }
    }

    /** Put in place of a wrong value if the kind insists on one: most fields take a path or a number. */
    List<Object> STAND_INS = List.of("/stand-in", 1L);

    /**
     * A kind names one wrong field at a time. To find the others too, it is asked again without that
     * field, or with a stand-in if it cannot do without, until it has nothing more to say.
     */
    private static List<Problem> all(ResourceSpec spec, ResourceType type, InvalidResourceException first) {
        List<Problem> problems = new ArrayList<>();
        Set<String> hidden = new TreeSet<>(spec.unread());
        Map<String, Object> fields = new LinkedHashMap<>(spec.fields());
        Map<String, Integer> standIns = new HashMap<>();
        Optional<InvalidResourceException> next = Optional.of(first);
        for (int round = 0; round < MOST_PROBLEMS && next.isPresent(); round++) {
            InvalidResourceException e = next.get();
            if (!follows(e, hidden)) {
                problems.add(new Problem(spec.position(e.field()), spec.ref() + ": " + e.getMessage(), e.remedy()));
            }
            boolean isNews = hidden.add(e.field());
            if (!isNews || fields.remove(e.field()) == null) {
                int used = standIns.merge(e.field(), 1, Integer::sum);
                if (used > STAND_INS.size()) {
                    break;
                }
                fields.put(e.field(), STAND_INS.get(used - 1));
            }
            next = again(spec.withFields(fields), type);
        }
        return problems;
    }

    /** True if the complaint is about fields that the kind could not see as they were written. */
    private static boolean follows(InvalidResourceException e, Set<String> hidden) {
        StringTokenizer words = new StringTokenizer(e.getMessage(), " \t\n\"'.,:;()[]{}");
        boolean follows = hidden.contains(e.field());
        while (words.hasMoreTokens() && !follows) {
            follows = hidden.contains(words.nextToken());
        }
        return follows;
    }

    private static Optional<InvalidResourceException> again(ResourceSpec spec, ResourceType type) {
        try {
            Resource resource = type.create(spec);
            if (resource != null) {
                resource.close();
            }
        } catch (InvalidResourceException e) {
            return Optional.of(e);
        } catch (Exception | LinkageError e) {
            // Nobody wrote such a resource; what the kind cannot do with it is nobody's problem.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Creation broken(ResourceSpec spec, String answer) {
        return new Wrong(List.of(new Problem(spec.position(),
                spec.ref() + ": the bundle of kind " + spec.ref().kind() + " answered " + answer,
                "This is a mistake in that bundle: report it, or take another version of it.")));
    }
}
