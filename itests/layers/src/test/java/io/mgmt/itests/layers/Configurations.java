// SPDX-License-Identifier: Apache-2.0
package io.mgmt.itests.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the command line sets must be known and explained to everybody who configures by ConfigAdmin. */
final class Configurations {

    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Short", "Double", "Float");

    /** Words that tell what a number counts, as in "after so many probes". */
    private static final Pattern UNIT = Pattern.compile(
            "\\b(seconds?|milliseconds?|minutes?|hours?|bytes?|KiB|MiB|GiB|voters|hosts|many|percent)\\b");

    /** Or the name tells it: units stand last. */
    private static final Pattern NAMED_UNIT = Pattern.compile("(Seconds|Millis|Minutes|Bytes|Percent)$");

    private Configurations() {
    }

    /**
     * What is wrong, one line for each.
     *
     * @param set PID to the properties that the launcher sets
     */
    static List<String> complaints(Map<String, Set<String>> set, List<Metatype> metatypes) {
        List<String> complaints = new ArrayList<>();
        set.forEach((pid, properties) -> {
            Optional<Metatype> metatype = metatypes.stream().filter(one -> one.pid().equals(pid)).findFirst();
            if (metatype.isEmpty()) {
                complaints.add(pid + " is set by the launcher and described by no Metatype");
                return;
            }
            List<String> known = metatype.get().properties().stream().map(Metatype.Property::name).toList();
            properties.stream().filter(name -> !known.contains(name))
                    .forEach(name -> complaints.add(pid + "/" + name + " is set by the launcher and unknown to "
                            + metatype.get().bundle() + ", which knows " + known));
        });
        metatypes.forEach(metatype -> complaints.addAll(described(metatype)));
        return complaints;
    }

    private static List<String> described(Metatype metatype) {
        List<String> complaints = new ArrayList<>();
        if (!metatype.pid().equals(metatype.bundle())) {
            complaints.add(metatype.pid() + " is the configuration of " + metatype.bundle()
                    + ": a PID is the name of its bundle");
        }
        if (metatype.description().isBlank()) {
            complaints.add(metatype.pid() + " has no description");
        }
        for (Metatype.Property property : metatype.properties()) {
            String name = metatype.pid() + "/" + property.name();
            if (property.description().isBlank()) {
                complaints.add(name + " has no description");
            } else if (NUMBERS.contains(property.type()) && !hasUnit(property)) {
                complaints.add(name + " is a number without a unit: \"" + property.description() + "\"");
            }
        }
        return complaints;
    }

    private static boolean hasUnit(Metatype.Property property) {
        return NAMED_UNIT.matcher(property.name()).find() || UNIT.matcher(property.description()).find();
    }
}
