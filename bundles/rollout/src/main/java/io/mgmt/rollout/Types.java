// SPDX-License-Identifier: Apache-2.0
package io.mgmt.rollout;

import io.mgmt.cluster.PolicyOffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Constants;

/** What is known of the properties of configurations. */
interface Types {

    /** For a framework that knows nothing of them. */
    Types NONE = new Types() {
        @Override
        public Optional<Collection<Property>> properties(String pid) {
            return Optional.empty();
        }
    };

    /**
     * One property of a configuration.
     *
     * @param defaults its values if it is not set
     */
    interface Property {

        String name();

        String description();

        List<String> defaults();

        /** @throws IllegalArgumentException if the text is no value of it; the message is a clause that says why */
        Object value(String text);
    }

    /** The properties of a configuration; empty if it is described nowhere. */
    Optional<Collection<Property>> properties(String pid);

    /**
     * The text as a value of the property; as it is where nothing is known of it. What counts for services of every
     * kind, described or not, is taken for each configuration.
     *
     * @throws IllegalArgumentException if it is none, or if there is no such property; the message is a clause
     */
    default Object value(String pid, String property, String text) {
        if (property.equals(Constants.SERVICE_RANKING)) {
            return ranking(text);
        }
        if (property.equals(PolicyOffer.SHADOW)) {
            return truth(text);
        }
        Optional<Collection<Property>> known = properties(pid);
        if (known.isEmpty()) {
            return text;
        }
        return known.get().stream().filter(one -> one.name().equals(property)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such property; " + pid + " has "
                        + String.join(", ", known.get().stream().map(Property::name).sorted().toList())))
                .value(text);
    }

    /** For every configuration, whatever describes it. */
    static boolean isCommon(String property) {
        return property.equals(Constants.SERVICE_RANKING) || property.equals(PolicyOffer.SHADOW);
    }

    private static Integer ranking(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it must be a whole number");
        }
    }

    /** Not Boolean.valueOf, for which "ture" is false. */
    static Boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("it must be true or false");
        }
        return Boolean.valueOf(text);
    }
}
